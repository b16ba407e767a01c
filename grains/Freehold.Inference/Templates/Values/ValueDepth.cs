namespace Freehold.Inference.Templates.Values;

/// <summary>
/// Levels of lists and maps inside each other; bounded where values are made, so that walking one needs no bound of its own.
/// </summary>
internal static class ValueDepth
{
    public static int Above(ReadOnlySpan<TemplateValue> items)
    {
        var depth = 0;
        foreach (var item in items)
            depth = Math.Max(depth, item.Depth);
        return depth < TemplateLimits.MaxValueDepth
            ? depth + 1
            : throw new RenderFaultException(
                TemplateFault.Limit, $"lists and maps are nested more than {TemplateLimits.MaxValueDepth} deep", "Nest less deeply.");
    }
}
