namespace Freehold.Inference.Templates.Syntax;

/// <summary>The tokens of a template, with the depth of what is being parsed.</summary>
internal sealed class TokenStream(List<TemplateToken> tokens)
{
    private int _next, _depth;

    public TemplateToken Current => tokens[_next];

    public TemplateToken Following => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    public bool IsAt(string op) => Current.Is(TemplateTokenKind.Operator, op);

    public bool IsAtName(string name) => Current.Is(TemplateTokenKind.Name, name);

    public TemplateToken Take()
    {
        var token = Current;
        if (_next < tokens.Count - 1)
            _next++;
        return token;
    }

    public bool TrySkip(string op)
    {
        if (!IsAt(op))
            return false;
        Take();
        return true;
    }

    public bool TrySkipName(string name)
    {
        if (!IsAtName(name))
            return false;
        Take();
        return true;
    }

    public void Expect(string op)
    {
        if (!TrySkip(op))
            throw Unexpected($"'{op}'");
    }

    public TemplateToken Expect(TemplateTokenKind kind, string what) => Current.Kind == kind ? Take() : throw Unexpected(what);

    public TemplateException Unexpected(string wanted) =>
        TemplateException.Syntax($"{wanted} was expected, found {Current.Describe()}", Current.At);

    /// <summary>Goes one level deeper; <see cref="Leave"/> comes back.</summary>
    public void Enter()
    {
        if (++_depth > TemplateLimits.MaxSyntaxDepth)
        {
            throw new TemplateException(
                TemplateFault.Limit, $"blocks and expressions are nested more than {TemplateLimits.MaxSyntaxDepth} deep", Current.At,
                "Nest less deeply.");
        }
    }

    public void Leave() => _depth--;
}
