using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Freehold.Testing;

/// <summary>Writes safetensors files for tests: an 8-byte header length, a JSON header, the tensors' bytes in order.</summary>
public sealed class SafetensorsWriter
{
    private readonly JsonObject _header = [];
    private readonly List<byte> _data = [];

    /// <summary>Names of the tensors added so far.</summary>
    public IEnumerable<string> Names => _header.Select(entry => entry.Key);

    /// <summary>Adds a tensor; <paramref name="shape"/> is row-major, outermost first.</summary>
    public SafetensorsWriter Add(string name, int[] shape, float[] values, TensorEncoding encoding = TensorEncoding.F32)
    {
        var bytes = TensorEncoder.Encode(values, encoding);
        var start = _data.Count;
        _data.AddRange(bytes);
        _header[name] = new JsonObject
        {
            ["dtype"] = encoding.ToString(),
            ["shape"] = new JsonArray([.. shape.Select(extent => JsonValue.Create(extent))]),
            ["data_offsets"] = new JsonArray(start, _data.Count),
        };
        return this;
    }

    /// <summary>The whole file.</summary>
    public byte[] ToArray() => Compose(_header.ToJsonString(), _data.ToArray());

    /// <summary>A file with any header text and any data.</summary>
    public static byte[] Compose(string headerJson, byte[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var header = JsonEncodedBytes(headerJson);
        var file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, 8);
        data.CopyTo(file, 8 + header.Length);
        return file;
    }

    /// <summary>Writes the file to <paramref name="path"/>.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToArray());

    /// <summary>Writes an index that says which shard holds which tensor.</summary>
    public static void SaveIndex(string path, params IReadOnlyCollection<(string File, SafetensorsWriter Shard)> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        var map = new JsonObject();
        foreach (var (file, shard) in shards)
        {
            foreach (var name in shard.Names)
                map[name] = file;
        }

        File.WriteAllText(path, new JsonObject { ["weight_map"] = map }.ToJsonString());
    }

    private static byte[] JsonEncodedBytes(string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        var padded = new byte[(bytes.Length + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        bytes.CopyTo(padded, 0);
        return padded;
    }
}
