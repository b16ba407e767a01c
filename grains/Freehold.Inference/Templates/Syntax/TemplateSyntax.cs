namespace Freehold.Inference.Templates.Syntax;

/// <summary>A parsed template.</summary>
/// <param name="Body">Its statements.</param>
/// <param name="IteratesContent">Whether it goes through a message's content part by part, and so takes parts as they are.</param>
internal sealed record TemplateSyntax(Statement[] Body, bool IteratesContent);
