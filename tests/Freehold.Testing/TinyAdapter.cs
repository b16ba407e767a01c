using System.Text.Json.Nodes;

namespace Freehold.Testing;

/// <summary>A random LoRA adapter for a <see cref="TinyLlama"/>, as Hugging Face's PEFT saves one. The same seed gives the same adapter.</summary>
/// <param name="Seed">Start of the random numbers.</param>
/// <param name="Shape">The model's.</param>
public sealed record TinyAdapter(int Seed, TinyLlamaShape Shape)
{
    private static readonly string[] AllModules =
        ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];

    /// <summary>Rank of every pair.</summary>
    public int Rank { get; init; } = 3;

    /// <summary>Numerator of the scale.</summary>
    public float Alpha { get; init; } = 6;

    /// <summary>Rank-stabilised: the scale's denominator is sqrt(Rank).</summary>
    public bool IsRankStabilised { get; init; }

    /// <summary>Modules that it adapts, in every layer.</summary>
    public IReadOnlyList<string> Modules { get; init; } = AllModules;

    private float Scale => Alpha / (IsRankStabilised ? MathF.Sqrt(Rank) : Rank);

    /// <summary>Writes the folder.</summary>
    public void Write(string folder, TensorEncoding encoding = TensorEncoding.F32)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), Config().ToJsonString());
        Weights(encoding).Save(Path.Combine(folder, "adapter_model.safetensors"));
    }

    /// <summary>The adapter_config.json, for a test that changes it.</summary>
    public JsonObject Config() => new()
    {
        ["peft_type"] = "LORA",
        ["task_type"] = "CAUSAL_LM",
        ["r"] = Rank,
        ["lora_alpha"] = Alpha,
        ["use_rslora"] = IsRankStabilised,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["modules_to_save"] = null,
        ["target_modules"] = new JsonArray([.. Modules.Select(module => JsonValue.Create(module.Split('.')[1]))]),
    };

    /// <summary>The adapter_model.safetensors, for a test that changes it.</summary>
    public SafetensorsWriter Weights(TensorEncoding encoding = TensorEncoding.F32)
    {
        var writer = new SafetensorsWriter();
        foreach (var tensor in TinyLlamaWeights.Create(seed: 0, Shape).Where(IsAdapted))
        {
            var (a, b) = Pair(tensor);
            var module = "base_model.model." + tensor.HuggingFaceName[..^".weight".Length];
            writer.Add(module + ".lora_A.weight", [Rank, tensor.Shape[1]], a, encoding);
            writer.Add(module + ".lora_B.weight", [tensor.Shape[0], Rank], b, encoding);
        }

        return writer;
    }

    /// <summary>Writes the model with this adapter added to its weights: W + scale * BA.</summary>
    public void WriteMergedHuggingFace(string folder, int modelSeed)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), TinyLlama.ConfigJson(Shape));
        var writer = new SafetensorsWriter();
        foreach (var tensor in TinyLlamaWeights.Create(modelSeed, Shape))
            writer.Add(tensor.HuggingFaceName, tensor.Shape, IsAdapted(tensor) ? Merge(tensor) : tensor.Values);
        writer.Save(Path.Combine(folder, "model.safetensors"));
    }

    private bool IsAdapted(TinyTensor tensor) => Modules.Any(module => tensor.HuggingFaceName.EndsWith(module + ".weight", StringComparison.Ordinal));

    private float[] Merge(TinyTensor tensor)
    {
        var (a, b) = Pair(tensor);
        var (rows, columns) = (tensor.Shape[0], tensor.Shape[1]);
        var merged = tensor.Values.ToArray();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = 0.0;
                for (var r = 0; r < Rank; r++)
                    sum += (double)b[row * Rank + r] * a[r * columns + column];
                merged[row * columns + column] += (float)(Scale * sum);
            }
        }

        return merged;
    }

    // By name, so that which modules are adapted does not change the numbers of the others.
    private (float[] A, float[] B) Pair(TinyTensor tensor)
    {
        var hash = tensor.HuggingFaceName.Aggregate(Seed, (sum, character) => unchecked(sum * 31 + character));
        var random = new Random(hash);
        return (Numbers(random, Rank * tensor.Shape[1]), Numbers(random, tensor.Shape[0] * Rank));
    }

    private static float[] Numbers(Random random, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = 0.3f * (2f * random.NextSingle() - 1f);
        return values;
    }
}
