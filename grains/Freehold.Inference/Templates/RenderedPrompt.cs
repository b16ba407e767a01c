using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates;

/// <summary>What a template made of a conversation.</summary>
/// <param name="Segments">The prompt's stretches in their order; neighbours differ in origin.</param>
public sealed record RenderedPrompt(IReadOnlyList<PromptSegment> Segments)
{
    /// <summary>The whole prompt.</summary>
    public string Text => string.Concat(Segments.Select(segment => segment.Text));

    internal static RenderedPrompt From(TemplateText text) => new(
        [.. text.Runs(0, text.Value.Length).Select(run => new PromptSegment(text.Value.Substring(run.Start, run.Length), run.IsInput))]);
}
