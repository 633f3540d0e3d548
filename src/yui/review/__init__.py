"""How anything becomes public: submissions, their queue, who decides."""
