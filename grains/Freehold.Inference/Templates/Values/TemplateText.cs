namespace Freehold.Inference.Templates.Values;

/// <summary>
/// A text that knows of each character whether it came from the template or from the request's input (messages, tools, variables).
/// Every operation carries that along, so that in the rendered prompt only the template's own characters can form control tokens,
/// however a template moves, cuts or joins what a user wrote.
/// </summary>
internal sealed class TemplateText : TemplateValue
{
    public static readonly TemplateText Empty = new("", false, []);

    private readonly bool _startsWithInput;
    private readonly int[] _edges;

    /// <param name="value">The text.</param>
    /// <param name="startsWithInput">Origin of the first character.</param>
    /// <param name="edges">Places, ascending, at which the origin changes.</param>
    public TemplateText(string value, bool startsWithInput, int[] edges)
    {
        Value = value;
        _startsWithInput = startsWithInput;
        _edges = edges;
    }

    public string Value { get; }

    public override string TypeName => "str";

    public override bool IsTrue => Value.Length > 0;

    public static TemplateText OfTemplate(string value) => new(value, false, []);

    public static TemplateText OfInput(string value) => new(value, true, []);

    /// <summary>The stretches of one origin inside a part of the text.</summary>
    public IEnumerable<(int Start, int Length, bool IsInput)> Runs(int start, int length)
    {
        var next = Array.BinarySearch(_edges, start);
        next = next < 0 ? ~next : next + 1;
        for (var end = start + length; start < end; next++)
        {
            var runEnd = next < _edges.Length ? Math.Min(_edges[next], end) : end;
            yield return (start, runEnd - start, _startsWithInput ^ (next % 2 == 1));
            start = runEnd;
        }
    }

    public TemplateText Slice(int start, int length)
    {
        if (length == Value.Length)
            return this;
        if (length <= 0)
            return Empty;
        var first = Array.BinarySearch(_edges, start);
        first = first < 0 ? ~first : first + 1;
        var last = first;
        while (last < _edges.Length && _edges[last] < start + length)
            last++;
        var edges = _edges[first..last];
        for (var i = 0; i < edges.Length; i++)
            edges[i] -= start;
        return new TemplateText(Value.Substring(start, length), _startsWithInput ^ (first % 2 == 1), edges);
    }

    /// <summary>The same origins under characters that were mapped one by one.</summary>
    public TemplateText WithSameLength(string value) => new(value, _startsWithInput, _edges);
}
