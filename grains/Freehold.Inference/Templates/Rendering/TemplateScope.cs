using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Rendering;

/// <summary>Variables: those of a loop's round, a macro's call or a block, and behind them those around it.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, TemplateValue> _variables = new(StringComparer.Ordinal);

    public void Set(string name, TemplateValue value) => _variables[name] = value;

    public TemplateValue? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._variables.TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    private TemplateScope? Outer => outer;
}
