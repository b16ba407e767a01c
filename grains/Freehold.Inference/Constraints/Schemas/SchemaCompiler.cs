using System.Text;
using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>
/// Compiles a schema into an automaton of the JSON texts that are valid under it: properties in the order of the schema, no whitespace but
/// one optional space after a comma or a colon. Each subschema becomes one rule, however often it is referred to.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaReader _reader;
    private readonly AutomatonBuilder _builder = new();
    private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);
    private readonly Queue<(int Start, IReadOnlyList<SchemaNode> Schemas)> _bodies = new();
    private readonly StringRules _strings;
    private readonly ObjectRules _objects;
    private readonly ArrayRules _arrays;

    private SchemaCompiler(SchemaReader reader)
    {
        _reader = reader;
        _strings = new StringRules(_builder);
        _objects = new ObjectRules(_builder, Rule);
        _arrays = new ArrayRules(_builder, Rule);
    }

    /// <exception cref="SchemaRefusedException">The schema is wrong, too large, not supported, or nothing is valid under it.</exception>
    public static PushdownAutomaton Compile(SchemaReader reader, SchemaNode root)
    {
        var compiler = new SchemaCompiler(reader);
        var (start, end) = (compiler._builder.NewState(), compiler._builder.NewEnd());
        compiler._builder.AddCall(start, compiler.Rule([root]), end);
        while (compiler._bodies.TryDequeue(out var body))
            compiler.WriteBody(body.Start, body.Schemas);

        var automaton = compiler._builder.Build(start);
        if (automaton[start].MinBytes == PushdownAutomaton.Never)
            throw new SchemaRefusedException("#", "no value is valid under this schema.");
        if (automaton[start].FrameNeed > ConstraintLimits.ValueDepth)
            throw new SchemaRefusedException("#", $"every valid value is nested more than {ConstraintLimits.ValueDepth} deep.");
        return automaton;
    }

    // The rule of the values that are valid under all of some schemas. Its body comes later, so that a chain of references is no recursion.
    private int Rule(IReadOnlyList<SchemaNode> schemas)
    {
        var leaves = SchemaFlattener.Flatten(_reader, schemas);
        var key = string.Join('&', leaves.Select(leaf => leaf.Pointer));
        if (_rules.TryGetValue(key, out var start))
            return start;
        if (_rules.Count == ConstraintLimits.Rules)
            throw new SchemaRefusedException(_builder.Pointer, $"the schema has more than {ConstraintLimits.Rules} parts.");
        start = _builder.NewState();
        _rules.Add(key, start);
        _bodies.Enqueue((start, leaves));
        return start;
    }

    private void WriteBody(int start, IReadOnlyList<SchemaNode> leaves)
    {
        _builder.Pointer = leaves.Count > 0 ? leaves[^1].Pointer : "#";
        var end = _builder.NewEnd();
        if (leaves.SingleChoice() is not { } choice)
        {
            Write(start, leaves.Aggregate(SchemaNode.Any, SchemaMerger.Merge), end);
            return;
        }

        if (choice.OptionsExclude)
            Exclusion.Check(_reader, choice);
        foreach (var option in choice.AnyOf!)
            _builder.AddCall(start, Rule([.. leaves.Select(leaf => leaf == choice ? leaf.WithoutChoice() : leaf), option]), end);
    }

    private void Write(int start, SchemaNode node, int end)
    {
        if (node.Enum is { } values)
        {
            if (!node.IsPlain)
                throw new SchemaRefusedException(_builder.Pointer, "enum or const with other keywords than type is not supported.");
            var allowed = values.Where(value => node.Types.HasFlag(value.Type));
            LiteralTrie.Add(_builder, start, allowed.Select(value => Encoding.UTF8.GetBytes(value.Text)), end);
            return;
        }

        if (node.Types.HasFlag(JsonTypes.Null))
            _builder.AddLiteral(start, "null"u8, end);
        if (node.Types.HasFlag(JsonTypes.Boolean))
            LiteralTrie.Add(_builder, start, ["true"u8.ToArray(), "false"u8.ToArray()], end);
        if ((node.Types & JsonTypes.Number) != 0)
            NumberRules.Add(_builder, start, node, end);
        if (node.Types.HasFlag(JsonTypes.String))
            _strings.Add(start, node, end);
        if (node.Types.HasFlag(JsonTypes.Array))
            _arrays.Add(start, node, end);
        if (node.Types.HasFlag(JsonTypes.Object))
            _objects.Add(start, node, end);
    }
}
