namespace Freehold.Testing;

/// <summary>One random tensor of a <see cref="TinyFamily"/>, as each format holds it.</summary>
internal sealed record TinyFamilyTensor(string GgufName, string HuggingFaceName, int[] Shape, float[] GgufValues, float[] HuggingFaceValues);

internal sealed class TinyFamilyTensors
{
    private readonly TinyFamily _family;
    private readonly Random _random;

    private TinyFamilyTensors(TinyFamily family, int seed) => (_family, _random) = (family, new Random(seed));

    public static IEnumerable<TinyFamilyTensor> Create(TinyFamily family, int seed) => new TinyFamilyTensors(family, seed).All();

    private IEnumerable<TinyFamilyTensor> All()
    {
        var f = _family;
        yield return Matrix("token_embd", "model.embed_tokens", f.VocabularySize, f.HiddenSize);
        for (var i = 0; i < f.LayerCount; i++)
        {
            foreach (var tensor in Layer($"blk.{i}.", $"model.layers.{i}."))
                yield return tensor;
        }

        yield return Norm("output_norm", "model.norm", f.HiddenSize);
        if (!f.TiedOutput)
            yield return Matrix("output", "lm_head", f.VocabularySize, f.HiddenSize);
    }

    private IEnumerable<TinyFamilyTensor> Layer(string gguf, string hf)
    {
        var f = _family;
        yield return Norm(gguf + "attn_norm", hf + "input_layernorm", f.HiddenSize);
        foreach (var tensor in f.Fused ? FusedProjections(gguf, hf) : Projections(gguf, hf))
            yield return tensor;
        yield return Matrix(gguf + "attn_output", hf + "self_attn.o_proj", f.HiddenSize, f.HeadCount * f.HeadSize);
        yield return Matrix(gguf + "ffn_down", hf + "mlp.down_proj", f.HiddenSize, f.FeedForwardSize);
        if (f.QueryKeyNorm)
        {
            yield return Norm(gguf + "attn_q_norm", hf + "self_attn.q_norm", f.HeadSize);
            yield return Norm(gguf + "attn_k_norm", hf + "self_attn.k_norm", f.HeadSize);
        }

        if (!f.GemmaNorms)
        {
            yield return Norm(gguf + "ffn_norm", hf + "post_attention_layernorm", f.HiddenSize);
            yield break;
        }

        yield return Norm(gguf + "post_attention_norm", hf + "post_attention_layernorm", f.HiddenSize);
        yield return Norm(gguf + "ffn_norm", hf + "pre_feedforward_layernorm", f.HiddenSize);
        yield return Norm(gguf + "post_ffw_norm", hf + "post_feedforward_layernorm", f.HiddenSize);
    }

    private IEnumerable<TinyFamilyTensor> Projections(string gguf, string hf)
    {
        var f = _family;
        var (query, kv) = (f.HeadCount * f.HeadSize, f.KvHeadCount * f.HeadSize);
        foreach (var (name, theirs, rows) in ((string, string, int)[])[("attn_q", "q", query), ("attn_k", "k", kv), ("attn_v", "v", kv)])
        {
            var tensor = Matrix(gguf + name, hf + $"self_attn.{theirs}_proj", rows, f.HiddenSize);
            yield return f.PermutedRows && theirs != "v" ? tensor with { GgufValues = Permuted(tensor) } : tensor;
            if (f.QkvBias)
                yield return Vector(gguf + name + ".bias", hf + $"self_attn.{theirs}_proj.bias", rows, 0f, 0.5f, 0f);
        }

        yield return Matrix(gguf + "ffn_gate", hf + "mlp.gate_proj", f.FeedForwardSize, f.HiddenSize);
        yield return Matrix(gguf + "ffn_up", hf + "mlp.up_proj", f.FeedForwardSize, f.HiddenSize);
    }

    private IEnumerable<TinyFamilyTensor> FusedProjections(string gguf, string hf)
    {
        var f = _family;
        yield return Matrix(gguf + "attn_qkv", hf + "self_attn.qkv_proj", (f.HeadCount + 2 * f.KvHeadCount) * f.HeadSize, f.HiddenSize);
        yield return Matrix(gguf + "ffn_up", hf + "mlp.gate_up_proj", 2 * f.FeedForwardSize, f.HiddenSize);
    }

    private TinyFamilyTensor Matrix(string gguf, string hf, int rows, int columns)
    {
        var values = Numbers(rows * columns, 0f, 2f / MathF.Sqrt(columns));
        return new TinyFamilyTensor(gguf + ".weight", hf + ".weight", [rows, columns], values, values);
    }

    private TinyFamilyTensor Norm(string gguf, string hf, int size) =>
        Vector(gguf + ".weight", hf + ".weight", size, 1f, 0.3f, _family.GemmaNorms ? 1f : 0f);

    private TinyFamilyTensor Vector(string gguf, string hf, int size, float centre, float spread, float lessInHuggingFace)
    {
        var values = Numbers(size, centre, spread);
        return new TinyFamilyTensor(gguf, hf, [size], values, [.. values.Select(value => value - lessInHuggingFace)]);
    }

    // The two numbers that a rotation turns lie half a head apart in Hugging Face's rows, side by side in a Llama's GGUF.
    private float[] Permuted(TinyFamilyTensor tensor)
    {
        var (size, columns) = (_family.HeadSize, tensor.Shape[1]);
        var permuted = new float[tensor.GgufValues.Length];
        for (var row = 0; row < tensor.Shape[0]; row++)
        {
            var (head, within) = Math.DivRem(row, size);
            var target = head * size + within % (size / 2) * 2 + within / (size / 2);
            tensor.GgufValues.AsSpan(row * columns, columns).CopyTo(permuted.AsSpan(target * columns));
        }

        return permuted;
    }

    private float[] Numbers(int count, float centre, float spread)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = centre + spread * (2f * _random.NextSingle() - 1f);
        return values;
    }
}
