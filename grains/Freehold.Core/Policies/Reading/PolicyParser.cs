using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Freehold.Core.Policies.Reading;

/// <summary>
/// Turns a document's text into nodes: YAML 1.2, of which JSON is a part. Anchors, aliases and tags are refused: a policy needs none, and
/// a few lines of aliases can stand for billions of values.
/// </summary>
internal sealed class PolicyParser
{
    private readonly Parser _events;
    private readonly PolicyFaults _faults;
    private int _nodes;

    private PolicyParser(string text, PolicyFaults faults) => (_events, _faults) = (new Parser(new StringReader(text)), faults);

    /// <summary>The root, or null after a fault was added.</summary>
    public static PolicyNode? Parse(string text, PolicyFaults faults)
    {
        if (Encoding.UTF8.GetByteCount(text) is > PolicyBounds.MaxBytes and var bytes)
        {
            faults.Add(1, 1, "", $"the document has {bytes} bytes", $"keep it within {PolicyBounds.MaxBytes}");
            return null;
        }

        try
        {
            return new PolicyParser(WithoutTabs(text), faults).ParseDocument();
        }
        catch (YamlException e)
        {
            faults.Add((int)e.Start.Line, (int)e.Start.Column, "", $"this is neither YAML nor JSON ({e.Message})",
                "correct the line; check quotes, colons and indentation");
            return null;
        }
    }

    // In JSON a tab is never part of a value, and YAML does not take it as indentation; a space keeps every column where it is.
    private static string WithoutTabs(string text) => text.AsSpan().TrimStart().StartsWith('{') ? text.Replace('\t', ' ') : text;

    private PolicyNode? ParseDocument()
    {
        _events.Consume<StreamStart>();
        if (_events.TryConsume<StreamEnd>(out _))
        {
            _faults.Add(1, 1, "", "the document is empty", "start with 'default_label: internal'");
            return null;
        }

        _events.Consume<DocumentStart>();
        if (ParseNode(1) is not { } root)
        {
            return null;
        }

        _events.Consume<DocumentEnd>();
        if (_events.TryConsume<StreamEnd>(out _))
        {
            return root;
        }

        Refuse(_events.Current!, "a second document follows", "keep one policy in a document");
        return null;
    }

    private PolicyNode? ParseNode(int depth)
    {
        var next = _events.Current ?? throw new InvalidOperationException("The parser ended inside a document.");
        if (next is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
        {
            return Refuse(next, "anchors and tags are not part of a policy", "write the value where it is needed");
        }

        if (++_nodes > PolicyBounds.MaxNodes)
        {
            return Refuse(next, $"there are more than {PolicyBounds.MaxNodes} values", "shorten the policy");
        }

        if (depth > PolicyBounds.MaxDepth)
        {
            return Refuse(next, $"it is nested deeper than {PolicyBounds.MaxDepth}",
                "a policy is never as deep: check the brackets or the indentation");
        }

        _events.MoveNext();
        return next switch
        {
            Scalar scalar => new PolicyScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, LineOf(next), ColumnOf(next)),
            SequenceStart => ParseList(next, depth),
            MappingStart => ParseMapping(next, depth),
            _ => Refuse(next, "aliases are not part of a policy", "write the value where it is needed"),
        };
    }

    private PolicyList? ParseList(ParsingEvent start, int depth)
    {
        var items = new List<PolicyNode>();
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            if (ParseNode(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new PolicyList(items, LineOf(start), ColumnOf(start));
    }

    private PolicyMapping? ParseMapping(ParsingEvent start, int depth)
    {
        var entries = new List<(PolicyScalar, PolicyNode)>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            if (ParseNode(depth + 1) is not { } key)
            {
                return null;
            }

            if (key is not PolicyScalar name)
            {
                _faults.Add(key, "", "a key is a list or a mapping", "use a name as key");
                return null;
            }

            if (ParseNode(depth + 1) is not { } value)
            {
                return null;
            }

            entries.Add((name, value));
        }

        return new PolicyMapping(entries, LineOf(start), ColumnOf(start));
    }

    private PolicyNode? Refuse(ParsingEvent place, string what, string remedy)
    {
        _faults.Add(LineOf(place), ColumnOf(place), "", what, remedy);
        return null;
    }

    private static int LineOf(ParsingEvent place) => (int)place.Start.Line;

    private static int ColumnOf(ParsingEvent place) => (int)place.Start.Column;
}
