using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Freehold.Cluster.Tests.Serialization;

/// <summary>One member of a value: where it is, and what it holds.</summary>
/// <param name="Path">From the value to the member's owner.</param>
/// <param name="Property">The member; null for a value of an enum.</param>
/// <param name="Member">The member with its number, its type and what it holds.</param>
internal readonly record struct Described(string Path, PropertyInfo? Property, string Member)
{
    public override string ToString() => Path + Member;
}

/// <summary>Writes a value down, a line a member with its number: to compare values, and to read what golden bytes say.</summary>
internal static class Description
{
    /// <summary>What a member holds whose own members have lines of their own.</summary>
    public const string Nested = "as follows";

    public static IEnumerable<Described> Of(object value) => value is Array all
        ? all.Cast<object>().Select((item, i) => new Described("", null, $"[{i}] {Scalar(item)}"))
        : Members(value, "");

    private static IEnumerable<Described> Members(object owner, string path)
    {
        foreach (var (id, property) in ContractTypes.MembersOf(owner.GetType()))
        {
            var name = $"{id} {property.Name}";
            var value = property.GetValue(owner);
            yield return new Described(path, property, $"{name}: {ContractTypes.NameOf(property.PropertyType)} = {Summary(value)}");
            foreach (var (suffix, part) in Parts(value))
            {
                foreach (var line in Members(part, $"{path}{name}{suffix} > "))
                {
                    yield return line;
                }
            }
        }
    }

    private static IEnumerable<(string Suffix, object Part)> Parts(object? value) => value switch
    {
        null => [],
        IList list => list.Cast<object>().Where(IsMessage).Select((item, i) => ($"[{i}]", item)),
        _ when IsMessage(value) => [("", value)],
        _ => [],
    };

    private static bool IsMessage(object value) => value is not Enum && value.GetType().IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    private static string Summary(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IList { Count: > 0 } list when IsMessage(list[0]!) => $"{list.Count} of them",
        IList list => $"[{string.Join(", ", list.Cast<object>().Select(Scalar))}]",
        _ when IsMessage(value) => Nested,
        _ => Scalar(value),
    };

    private static string Scalar(object value) => value switch
    {
        string text => $"\"{text}\"",
        Enum number => $"{number} ({number:D})",
        DateOnly or DateTimeOffset => string.Create(CultureInfo.InvariantCulture, $"{value:O}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
