using System.Collections.Frozen;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>One filter: <c>value|name(arguments)</c>.</summary>
internal delegate TemplateValue TemplateFilter(RenderContext context, TemplateValue value, CallArguments arguments);

/// <summary>The filters, by name; their semantics are Jinja's, those of <c>tojson</c> are transformers'.</summary>
internal static class TemplateFilters
{
    private static readonly FrozenDictionary<string, TemplateFilter> Filters =
        TextFilters.All.Concat(ListFilters.All).Concat(NumberFilters.All).ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Contains(string name) => Filters.ContainsKey(name);

    public static TemplateValue Apply(RenderContext context, string name, TemplateValue value, CallArguments arguments) =>
        Filters.TryGetValue(name, out var filter)
            ? filter(context, value, arguments)
            : throw new RenderFaultException(
                TemplateFault.Unsupported, $"the filter '{name}' is not supported", "Rewrite the template without it.");
}
