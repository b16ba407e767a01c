using Freehold.Inference.Constraints.Automata;
using Freehold.Inference.Constraints.Patterns;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Strings.</summary>
internal sealed class StringRules(AutomatonBuilder builder)
{
    private int? _anyChar;

    // One character, as a rule: so each place in a string of bounded length is a single state that calls it.
    private int AnyChar
    {
        get
        {
            if (_anyChar is null)
            {
                var start = builder.NewState();
                StringChars.AddAny(builder, start, builder.NewEnd());
                _anyChar = start;
            }

            return _anyChar.Value;
        }
    }

    public void Add(int from, SchemaNode node, int to)
    {
        var (first, last) = (builder.NewState(), builder.NewState());
        builder.AddByte(from, '"', first);
        builder.AddByte(last, '"', to);
        if (node.Pattern is { } pattern)
            PatternCompiler.Add(builder, first, pattern, node.MinLength, node.MaxLength, last);
        else
            AddLength(first, node, last);
    }

    private void AddLength(int from, SchemaNode node, int to)
    {
        var state = from;
        for (var length = 0; ; length++)
        {
            if (length >= node.MinLength && !(length > node.MaxLength))
                builder.AddEpsilon(state, to);
            if (length >= (node.MaxLength ?? node.MinLength))
                break;
            var next = builder.NewState();
            builder.AddCall(state, AnyChar, next);
            state = next;
        }

        if (node.MaxLength is null)
            builder.AddCall(state, AnyChar, state);
    }
}
