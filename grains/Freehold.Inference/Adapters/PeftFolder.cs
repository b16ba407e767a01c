using System.Security.Cryptography;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Adapters;

/// <summary>An adapter as Hugging Face's PEFT saves one: a folder with adapter_config.json and adapter_model.safetensors.</summary>
/// <remarks>Only tensors are ever read; a folder with weights in another form (pickle) is refused.</remarks>
internal sealed class PeftFolder : IDisposable
{
    private const string WeightsName = "adapter_model.safetensors", ConfigName = "adapter_config.json";

    // The part in front of a module's name; the wrapped model adds the first, PEFT the second.
    private const string Prefix = "base_model.model.";

    private readonly SafetensorsShard _shard;

    private PeftFolder(string path, PeftConfig config, SafetensorsShard shard)
    {
        (Path, Config, _shard) = (path, config, shard);
        try
        {
            Pairs = ReadPairs();
        }
        catch
        {
            shard.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public PeftConfig Config { get; }

    /// <summary>A [rank, inputs] and B [outputs, rank], by the name of the module that they adapt: <c>model.layers.0.self_attn.q_proj</c>.</summary>
    public IReadOnlyDictionary<string, (ModelTensor A, ModelTensor B)> Pairs { get; }

    /// <exception cref="ModelFormatException">The files are damaged, or the adapter is of a kind that is not supported.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static PeftFolder Open(string folder)
    {
        var config = PeftConfig.Read(System.IO.Path.Combine(folder, ConfigName));
        return new PeftFolder(folder, config, SafetensorsShard.Open(System.IO.Path.Combine(folder, WeightsName), name => name));
    }

    /// <summary>See <see cref="LoraAdapter.Digest"/>.</summary>
    public string ComputeDigest(CancellationToken cancellationToken)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(_shard.Sha256(cancellationToken));
        all.AppendData(SHA256.HashData(File.ReadAllBytes(System.IO.Path.Combine(Path, ConfigName))));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    public void Dispose() => _shard.Dispose();

    private Dictionary<string, (ModelTensor A, ModelTensor B)> ReadPairs()
    {
        var found = new Dictionary<string, (ModelTensor? A, ModelTensor? B)>(StringComparer.Ordinal);
        foreach (var tensor in _shard.Tensors)
        {
            var (module, isA) = Parse(tensor);
            var pair = found.GetValueOrDefault(module);
            found[module] = isA ? (tensor, pair.B) : (pair.A, tensor);
        }

        var pairs = new Dictionary<string, (ModelTensor A, ModelTensor B)>(StringComparer.Ordinal);
        foreach (var (module, (a, b)) in found)
        {
            if (a is null || b is null)
                throw Fault($"module '{module}' has only one of its two matrices", module);
            if (a.Shape[0] != b.Shape[1] || a.Shape[0] > PeftConfig.MaxRank)
                throw Fault($"lora_A has rank {a.Shape[0]}, lora_B {b.Shape[1]}; both must be the same, from 1 to {PeftConfig.MaxRank}", module);
            pairs[module] = (a, b);
        }

        return pairs.Count > 0 ? pairs : throw Fault("it adapts nothing", "tensors");
    }

    private (string Module, bool IsA) Parse(ModelTensor tensor)
    {
        foreach (var (ending, isA) in (ReadOnlySpan<(string, bool)>)[(".lora_A.weight", true), (".lora_B.weight", false)])
        {
            if (tensor.Name.StartsWith(Prefix, StringComparison.Ordinal) && tensor.Name.EndsWith(ending, StringComparison.Ordinal)
                && tensor.Shape.Length == 2)
            {
                return (tensor.Name[Prefix.Length..^ending.Length], isA);
            }
        }

        throw new ModelFormatException(
            _shard.Path, "it is not a matrix lora_A or lora_B of a linear layer", $"tensor '{tensor.Name}'", "Train or convert the adapter as a plain LoRA.");
    }

    private ModelFormatException Fault(string what, string where) => new(_shard.Path, what, where, ModelFormatException.Damaged);
}
