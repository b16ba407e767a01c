using System.Globalization;

namespace Freehold.Core.Policies.Reading;

/// <summary>A mapping of the document whose keys are known: reads its values, and notes a fault for each that is not valid.</summary>
internal sealed class PolicySection
{
    private readonly Dictionary<string, PolicyNode> _values = new(StringComparer.Ordinal);
    private readonly string _path;

    private PolicySection(PolicyMapping node, string path, PolicyFaults faults, IReadOnlyList<string> keys)
    {
        (Node, _path, Faults) = (node, path, faults);
        foreach (var (key, value) in node.Entries)
        {
            if (!keys.Contains(key.Text))
            {
                faults.Add(key, path, $"unknown key '{key.Text}'", NameHint.For(key.Text, keys));
            }
            else if (value is not PolicyScalar { IsNothing: true } && !_values.TryAdd(key.Text, value))
            {
                faults.Add(key, PathOf(key.Text), "the key stands twice", "keep one of them");
            }
        }
    }

    public PolicyFaults Faults { get; }

    /// <summary>Where the section stands.</summary>
    public PolicyNode Node { get; }

    /// <summary>A node as a section; null after a fault where it is none.</summary>
    public static PolicySection? Open(PolicyNode node, string path, PolicyFaults faults, IReadOnlyList<string> keys)
    {
        if (node is PolicyMapping mapping)
        {
            return new PolicySection(mapping, path, faults, keys);
        }

        faults.Add(node, path, "a mapping is expected here", $"use one of {string.Join(", ", keys)}");
        return null;
    }

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    public PolicyNode? Find(string key) => _values.GetValueOrDefault(key);

    public void Fault(PolicyNode place, string key, string what, string remedy) => Faults.Add(place, PathOf(key), what, remedy);

    /// <summary>A section inside this one; null where it is absent or no mapping.</summary>
    public PolicySection? Section(string key, IReadOnlyList<string> keys) =>
        Find(key) is { } node ? Open(node, PathOf(key), Faults, keys) : null;

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters.</summary>
    public string? Text(string key, int maxLength) => Find(key) is { } node ? Text(node, PathOf(key), maxLength, Faults) : null;

    /// <inheritdoc cref="Text(string, int)"/>
    public static string? Text(PolicyNode node, string path, int maxLength, PolicyFaults faults)
    {
        if (node is PolicyScalar { IsNothing: false, Text: var text } && text.Trim().Length > 0 && text.Length <= maxLength)
        {
            return text;
        }

        faults.Add(node, path, node is PolicyScalar ? "the text is empty or too long" : "a text is expected here",
            $"give 1 to {maxLength} characters");
        return null;
    }

    /// <summary>One text, or a list of them.</summary>
    public List<(string Text, PolicyNode Place)> Texts(string key, int maxCount, int maxLength)
    {
        var texts = new List<(string, PolicyNode)>();
        if (Find(key) is not { } node)
        {
            return texts;
        }

        IReadOnlyList<PolicyNode> items = node is PolicyList list ? list.Items : [node];
        if (items.Count > maxCount)
        {
            Fault(node, key, $"there are {items.Count} entries", $"keep at most {maxCount}");
        }

        for (var i = 0; i < Math.Min(items.Count, maxCount); i++)
        {
            if (Text(items[i], $"{PathOf(key)}[{i}]", maxLength, Faults) is { } text)
            {
                texts.Add((text, items[i]));
            }
        }

        return texts;
    }

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public double? Number(string key, double min, double max)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (TryNumber(node, min, max, out var value))
        {
            return value;
        }

        Fault(node, key, $"{Quote(node)} is no number from {Show(min)} to {Show(max)}", "give a number in that range, without quotes");
        return null;
    }

    /// <summary>A list of numbers from <paramref name="min"/> to <paramref name="max"/>; null where it is absent or not that.</summary>
    public List<double>? Numbers(string key, int maxCount, double min, double max)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node is not PolicyList { Items: var items } || items.Count == 0 || items.Count > maxCount)
        {
            Fault(node, key, $"a list of 1 to {maxCount} numbers is expected here", "write such as [0.1, 1]");
            return null;
        }

        var numbers = new List<double>();
        for (var i = 0; i < items.Count; i++)
        {
            if (TryNumber(items[i], min, max, out var value))
            {
                numbers.Add(value);
            }
            else
            {
                Fault(items[i], $"{key}[{i}]", $"{Quote(items[i])} is no number from {Show(min)} to {Show(max)}",
                    "give a number in that range, without quotes");
            }
        }

        return numbers.Count == items.Count ? numbers : null;
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public int? Whole(string key, int min, int max)
    {
        if (Number(key, min, max) is not { } value)
        {
            return null;
        }

        if (value == Math.Floor(value))
        {
            return (int)value;
        }

        Fault(Find(key)!, key, $"{Show(value)} is no whole number", $"give a whole number from {min} to {max}");
        return null;
    }

    public bool? Flag(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case PolicyScalar { IsPlain: true, Text: "true" }:
                return true;
            case PolicyScalar { IsPlain: true, Text: "false" }:
                return false;
            case var node:
                Fault(node, key, $"{Quote(node)} is neither true nor false", "use true or false, without quotes");
                return null;
        }
    }

    /// <summary>One of a few names, in any case.</summary>
    public T? Choice<T>(string key, IReadOnlyList<(string Name, T Value)> choices)
        where T : struct =>
        Find(key) is { } node ? Choice(node, PathOf(key), choices, Faults) : null;

    /// <inheritdoc cref="Choice{T}(string, IReadOnlyList{ValueTuple{string, T}})"/>
    public static T? Choice<T>(PolicyNode node, string path, IReadOnlyList<(string Name, T Value)> choices, PolicyFaults faults)
        where T : struct
    {
        if (node is PolicyScalar scalar)
        {
            foreach (var (name, value) in choices)
            {
                if (string.Equals(scalar.Text, name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
        }

        string[] names = [.. choices.Select(choice => choice.Name)];
        faults.Add(
            node, path, $"{Quote(node)} is none of {string.Join(", ", names)}", NameHint.For((node as PolicyScalar)?.Text ?? "", names));
        return null;
    }

    internal static string Quote(PolicyNode node) => node is PolicyScalar scalar
        ? $"'{(scalar.Text.Length <= 60 ? scalar.Text : scalar.Text[..60] + "…")}'"
        : node is PolicyList ? "a list" : "a mapping";

    private static bool TryNumber(PolicyNode node, double min, double max, out double value)
    {
        value = 0;
        return node is PolicyScalar { IsPlain: true } scalar
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && value >= min && value <= max;
    }

    private static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);
}
