using System.Globalization;
using System.Text;
using Freehold.Wire.Json;

namespace Freehold.Wire.Texts;

/// <summary>Where in a body the reader is. It is worded only for an error.</summary>
internal sealed class BodyPath
{
    private const int LongestNameChars = 64;

    private readonly Step[] _steps = new Step[WireJson.MaxDepth + 1];

    /// <summary>Number of objects and arrays that are open.</summary>
    public int Depth { get; private set; }

    public bool IsInArray => Depth > 0 && _steps[Depth - 1].IsArray;

    public void Open(bool isArray) => _steps[Depth++] = new Step(isArray, default, 0);

    public void Close() => Depth--;

    /// <summary>A member begins.</summary>
    public void Name(ByteRange name) => _steps[Depth - 1].Name = name;

    /// <summary>A value has ended.</summary>
    public void EndValue()
    {
        if (IsInArray) _steps[Depth - 1].Index++;
    }

    public string Describe(ReadOnlySpan<byte> body)
    {
        var path = new StringBuilder();
        foreach (ref var step in _steps.AsSpan(0, Depth))
        {
            if (step.IsArray) path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            else if (step.Name.IsPresent) path.Append(path.Length > 0 ? "." : "").Append(NameOf(body, step.Name));
        }

        return path.ToString();
    }

    private static string NameOf(ReadOnlySpan<byte> body, ByteRange name)
    {
        var text = Encoding.UTF8.GetString(name.Of(body)[1..^1]);
        return text.Length <= LongestNameChars ? text : text[..LongestNameChars] + "…";
    }

    private struct Step(bool isArray, ByteRange name, int index)
    {
        public readonly bool IsArray = isArray;
        public ByteRange Name = name;
        public int Index = index;
    }
}
