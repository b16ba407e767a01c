namespace Freehold.Inference.Templates;

/// <summary>A place in a template; line and UTF-16 column are counted from 1.</summary>
internal readonly record struct TemplatePosition(int Line, int Column);
