using Freehold.Inference.Constraints.Automata;
using Freehold.Inference.Constraints.Patterns;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Numbers, and numbers between bounds.</summary>
internal static class NumberRules
{
    // Digits are bounded, so that each text is a number that a double (or for integers, 64 bits) holds.
    private static readonly PatternNode FreeInteger = PatternParser.Parse("^(?:0|-?[1-9][0-9]{0,17})$", "#");
    private static readonly PatternNode FreeNumber =
        PatternParser.Parse("^-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?$", "#");

    public static void Add(AutomatonBuilder builder, int from, SchemaNode node, int to)
    {
        // A multiple of a whole number is whole.
        var whole = !node.Types.HasFlag(JsonTypes.Fraction) || node.MultipleOf is not null;
        var multiple = node.MultipleOf ?? 1;
        if (node is { Low: null, High: null } && multiple == 1)
        {
            PatternCompiler.Add(builder, from, whole ? FreeInteger : FreeNumber, 0, null, to);
            return;
        }

        var (low, high) = whole ? (Ceiling(node.Low), Floor(node.High)) : (node.Low, node.High);
        var zero = new NumberBound(0, Exclusive: true);
        if (low is not { Value: >= 0 })
        {
            // The mirror image of the range below zero; zero itself is written without a sign.
            var least = high is { Value: < 0 } negative ? negative with { Value = -negative.Value } : zero;
            NumberBound? most = low is { } lowest ? lowest with { Value = -lowest.Value } : null;
            MagnitudeRange.Add(builder, builder.AddLiteral(from, "-"u8), least, most, whole, multiple, to);
        }

        if (high is not { Value: < 0 })
        {
            var least = low is { Value: >= 0 } positive ? positive : zero with { Exclusive = false };
            MagnitudeRange.Add(builder, from, least, high, whole, multiple, to);
        }
    }

    private static NumberBound? Ceiling(NumberBound? bound) => bound is { } at
        ? new NumberBound(decimal.Ceiling(at.Value) + (at.Exclusive && decimal.Truncate(at.Value) == at.Value ? 1 : 0), Exclusive: false)
        : null;

    private static NumberBound? Floor(NumberBound? bound) => bound is { } at
        ? new NumberBound(decimal.Floor(at.Value) - (at.Exclusive && decimal.Truncate(at.Value) == at.Value ? 1 : 0), Exclusive: false)
        : null;
}
