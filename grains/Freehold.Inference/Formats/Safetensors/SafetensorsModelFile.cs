using System.Buffers;
using System.Security.Cryptography;
using Freehold.Inference.Formats.TokenizerJson;
using Freehold.Inference.Models;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Formats.Safetensors;

/// <summary>A model as a Hugging Face folder keeps it: config.json, and one safetensors file or several with an index.</summary>
internal sealed class SafetensorsModelFile : ModelFile
{
    /// <summary>More shards than any published model has.</summary>
    public const int MaxShards = 1024;

    private const string IndexName = "model.safetensors.index.json", SingleName = "model.safetensors";

    private static readonly SearchValues<char> NotInFileNames = SearchValues.Create("/\\:\0");

    private readonly List<SafetensorsShard> _shards;

    private SafetensorsModelFile(string path, ModelConfig config, List<SafetensorsShard> shards)
        : base(path, config, Merge(shards)) => _shards = shards;

    public static SafetensorsModelFile OpenFile(string path) => Create(path, Folder(path), [path]);

    public static SafetensorsModelFile OpenFolder(string folder)
    {
        var index = System.IO.Path.Combine(folder, IndexName);
        return File.Exists(index)
            ? OpenIndexed(folder, index)
            : Create(folder, folder, [System.IO.Path.Combine(folder, SingleName)]);
    }

    public override Vocabulary? ReadVocabulary()
    {
        var tokenizer = System.IO.Path.Combine(Directory.Exists(Path) ? Path : Folder(Path), TokenizerJsonFile.Name);
        return File.Exists(tokenizer) ? TokenizerJsonFile.Read(tokenizer) : null;
    }

    public override ChatTemplateSource? ReadChatTemplate() => ChatTemplateSource.OfFolder(Directory.Exists(Path) ? Path : Folder(Path));

    public override string ComputeDigest(CancellationToken cancellationToken = default)
    {
        if (_shards.Count == 1)
            return Convert.ToHexStringLower(_shards[0].Sha256(cancellationToken));

        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var shard in _shards.OrderBy(shard => System.IO.Path.GetFileName(shard.Path), StringComparer.Ordinal))
            all.AppendData(shard.Sha256(cancellationToken));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var shard in _shards)
            shard.Dispose();
    }

    private static SafetensorsModelFile OpenIndexed(string folder, string indexPath)
    {
        var root = JsonFile.Load(indexPath, out var json);
        if (JsonFile.Find(root, "weight_map") is not { ValueKind: System.Text.Json.JsonValueKind.Object } map)
            throw json.Fault("'weight_map' is missing", "weight_map");

        var expected = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (tensor, value) in json.Members(map))
        {
            var file = json.TextOf(value, tensor);
            if (!file.EndsWith(".safetensors", StringComparison.Ordinal) || file.AsSpan().ContainsAny(NotInFileNames))
                throw json.Fault($"shard '{file}' is not the plain name of a .safetensors file", $"tensor '{tensor}'");
            if (!expected.TryGetValue(file, out var names))
                expected[file] = names = [];
            names.Add(tensor);
        }

        if (expected.Count is 0 or > MaxShards)
            throw json.Fault($"the index names {expected.Count} shards, not 1 to {MaxShards}", "weight_map");
        var model = Create(folder, folder, [.. expected.Keys.Select(file => System.IO.Path.Combine(folder, file))]);
        try
        {
            foreach (var shard in model._shards)
                RequireNamed(json, shard, expected[System.IO.Path.GetFileName(shard.Path)]);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void RequireNamed(JsonFile json, SafetensorsShard shard, List<string> names)
    {
        foreach (var name in names)
        {
            if (!shard.OriginalNames.Contains(name))
                throw json.Fault($"the index puts it in '{System.IO.Path.GetFileName(shard.Path)}', which lacks it", $"tensor '{name}'");
        }
    }

    private static SafetensorsModelFile Create(string path, string folder, string[] files)
    {
        var config = HuggingFaceConfig.Read(System.IO.Path.Combine(folder, "config.json"));
        var family = ModelFamilies.Require(path, config.Family, "key 'model_type'");
        var shards = new List<SafetensorsShard>();
        try
        {
            foreach (var file in files)
                shards.Add(SafetensorsShard.Open(file, family.GgufName));
            return new SafetensorsModelFile(path, config, shards);
        }
        catch
        {
            foreach (var shard in shards)
                shard.Dispose();
            throw;
        }
    }

    private static Dictionary<string, ModelTensor> Merge(List<SafetensorsShard> shards)
    {
        var tensors = new Dictionary<string, ModelTensor>(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            foreach (var tensor in shard.Tensors)
            {
                if (!tensors.TryAdd(tensor.Name, tensor))
                {
                    throw new ModelFormatException(
                        shard.Path, "the name occurs twice in the model", $"tensor '{tensor.Name}'", ModelFormatException.Damaged);
                }
            }
        }

        return tensors;
    }

    private static string Folder(string path) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? ".";
}
