using System.Globalization;

namespace Freehold.Cluster.Tests.Serialization;

/// <summary>
/// Makes a value of a contract with every member set to something that is not its default, and not that of its neighbour of the same
/// type. What a member is set to depends on its own name and number only, so that a new member changes nothing for the old ones.
/// </summary>
internal static class Example
{
    private const int FirstNumber = 11;

    /// <summary>A full example of a message or a state; of an enum all its values.</summary>
    public static object Of(Type type) => type.IsEnum ? Enum.GetValues(type) : Fill(type, 0);

    private static object Fill(Type type, int variant)
    {
        var value = Activator.CreateInstance(type)!;
        foreach (var (id, property) in ContractTypes.MembersOf(type))
        {
            var number = (variant * 100) + (int)id + FirstNumber;
            property.SetValue(value, property.GetValue(value) switch
            {
                bool initial => !initial,
                Enum initial => Other(initial),
                _ => Value(property.PropertyType, property.Name, number, variant),
            });
        }

        return value;
    }

    private static object Value(Type type, string name, int number, int variant) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } underlying => Value(underlying, name, number, variant),
        { IsEnum: true } => Other((Enum)Enum.ToObject(type, 0)),
        { IsArray: true } when type != typeof(byte[]) => Items(type.GetElementType()!, name, number, variant),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(List<>) =>
            Activator.CreateInstance(type, Items(type.GenericTypeArguments[0], name, number, variant))!,
        _ when type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) => Fill(type, variant),
        _ => Scalar(type, name, number),
    };

    // The first that is neither 0 nor the member's initial value, so that a value added to the enum changes nothing.
    private static Enum Other(Enum initial) => Enum.GetValues(initial.GetType()).Cast<Enum>()
        .First(value => !value.Equals(initial) && Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0);

    private static Array Items(Type type, string name, int number, int variant)
    {
        var items = Array.CreateInstance(type, 2);
        for (var i = 0; i < items.Length; i++)
        {
            items.SetValue(Value(type, $"{name} {i}", number + (i * 10), variant + i), i);
        }

        return items;
    }

    private static object Scalar(Type type, string name, int number) => type switch
    {
        _ when type == typeof(string) => $"{name} {number}",
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => number,
        _ when type == typeof(long) => number + (1L << 40),
        _ when type == typeof(ulong) => (ulong)number + (1UL << 60),
        _ when type == typeof(float) => number + 0.5f,
        _ when type == typeof(double) => number + 0.25,
        _ when type == typeof(byte[]) => new[] { (byte)number, byte.MaxValue },
        _ when type == typeof(DateOnly) => new DateOnly(2030, 1, 1).AddDays(number),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2030, 1, 1, 0, number % 60, 0, TimeSpan.FromHours(1)),
        _ => throw new NotSupportedException(
            $"No example of a {type.Name} (for {name}). Contracts are made of sealed types and arrays, so that no type's name goes with each "
            + $"member; where {type.Name} is one, say in Example.cs what to fill in and in Description.cs how to write it down."),
    };
}
