"""Where: nation, prefectures, municipalities, wards, 日常生活圏域, insurers, population."""
