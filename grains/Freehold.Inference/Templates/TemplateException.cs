namespace Freehold.Inference.Templates;

/// <summary>What kind of fault stopped a template.</summary>
public enum TemplateFault
{
    /// <summary>The template's text is not in the language.</summary>
    Syntax,

    /// <summary>The template uses a part of Jinja that is not supported here.</summary>
    Unsupported,

    /// <summary>An operation failed on the values it was given, as it would in Python.</summary>
    Evaluation,

    /// <summary>A bound of <see cref="TemplateLimits"/> was reached.</summary>
    Limit,

    /// <summary>The template called <c>raise_exception</c>: it does not take this conversation.</summary>
    Raised,
}

/// <summary>A template that cannot be loaded, or that did not render a conversation.</summary>
public sealed class TemplateException : Exception
{
    internal TemplateException(TemplateFault fault, string what, TemplatePosition at, string remedy)
        : base(fault == TemplateFault.Raised ? what : $"Chat template, line {at.Line}, column {at.Column}: {what}. {remedy}")
    {
        Fault = fault;
        Line = at.Line;
        Column = at.Column;
    }

    /// <summary>The kind.</summary>
    public TemplateFault Fault { get; }

    /// <summary>Line in the template, counted from 1.</summary>
    public int Line { get; }

    /// <summary>UTF-16 column in the line, counted from 1.</summary>
    public int Column { get; }

    internal static TemplateException Syntax(string what, TemplatePosition at) =>
        new(TemplateFault.Syntax, what, at, "Correct the template.");

    internal static TemplateException Unsupported(string what, TemplatePosition at) =>
        new(TemplateFault.Unsupported, $"{what} is not supported", at, "Rewrite the template without it.");
}
