using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.WireProtocol;

namespace Freehold.Cluster.Tests.Serialization;

/// <summary>Values to bytes and back, as between silos; and bytes as other versions of a contract write them.</summary>
internal static class Wire
{
    private const byte EndOfObject = (byte)WireType.Extended | (byte)ExtendedWireType.EndTagDelimited;

    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();
    private static readonly ObjectSerializer ObjectSerializer = Services.GetRequiredService<ObjectSerializer>();

    /// <summary>The bytes of a value with its alias before them.</summary>
    public static byte[] Write(object value) => Serializer.SerializeToArray(value);

    /// <summary>The bytes of a value as an argument or a member has them: without a name of its type.</summary>
    public static byte[] WriteAs<T>(T value) => Serializer.SerializeToArray(value);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static object Read(byte[] bytes) => Serializer.Deserialize<object>(bytes)!;

    /// <summary>Reads what <see cref="WriteAs"/> wrote.</summary>
    public static T ReadAs<T>(byte[] bytes) => Serializer.Deserialize<T>(bytes)!;

    /// <summary>What is read of a type from an object in which nothing was written.</summary>
    public static object ReadEmpty(Type type) =>
        ObjectSerializer.Deserialize((byte[])[(byte)WireType.TagDelimited, EndOfObject], type)!;

    /// <summary>The same object with two more members at its end, that no version knows: a text, and an object with a member of its own.</summary>
    public static byte[] WithUnknownMembers(byte[] bytes)
    {
        Assert.Equal(EndOfObject, bytes[^1]);
        byte[] text = [(byte)WireType.LengthPrefixed | 3, (2 << 1) | 1, (byte)'h', (byte)'i'];
        byte[] nested = [(byte)WireType.TagDelimited | 2, (byte)WireType.VarInt | 1, (42 << 1) | 1, EndOfObject];
        return [.. bytes[..^1], .. text, .. nested, EndOfObject];
    }
}
