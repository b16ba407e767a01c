namespace Freehold.Inference.Templates.Syntax;

/// <summary>Kinds of tokens.</summary>
internal enum TemplateTokenKind
{
    /// <summary>Text outside of all braces.</summary>
    Data,
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,

    /// <summary>A string literal; the token's text is its value.</summary>
    String,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A piece of a template.</summary>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, TemplatePosition At)
{
    public bool Is(TemplateTokenKind kind, string text) => Kind == kind && Text == text;

    public string Describe() => Kind switch
    {
        TemplateTokenKind.End => "the end of the template",
        TemplateTokenKind.BlockEnd => "'%}'",
        TemplateTokenKind.VariableEnd => "'}}'",
        TemplateTokenKind.Data or TemplateTokenKind.BlockBegin or TemplateTokenKind.VariableBegin => "the end of the expression",
        _ => $"'{Text}'",
    };
}
