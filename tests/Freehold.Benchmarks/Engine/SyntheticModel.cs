using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.Quantization;

namespace Freehold.Benchmarks.Engine;

/// <summary>
/// Makes Llamas with random weights that cost what a trained one costs: scaled so that activations keep their size from layer to layer and
/// logits stay small. The same name gives the same bytes on every machine.
/// </summary>
internal static class SyntheticModel
{
    // Part of the file's name: raise it when the bytes change.
    private const int Version = 1;
    private const float EmbeddingDeviation = 0.04f;

    /// <summary>The file of that name, made where it is not there yet.</summary>
    public static string Ensure(string name, CancellationToken cancellationToken)
    {
        if (!SyntheticShape.ByName.TryGetValue(name, out var shape))
            throw new UsageException($"There is no synthetic model '{name}'; there are {string.Join(", ", SyntheticShape.ByName.Keys)}.");

        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "freehold-benchmarks"));
        var path = Path.Combine(folder.FullName, $"synthetic-{name}-v{Version}.gguf");
        if (!File.Exists(path))
            Write(path, name, shape, cancellationToken);
        return path;
    }

    private static void Write(string path, string name, SyntheticShape shape, CancellationToken cancellationToken)
    {
        var writer = new GgufWriter();
        WriteConfig(writer, name, shape);
        SyntheticVocabulary.WriteTo(writer);
        var tensors = new TensorAdder(writer, shape.Encoding);
        var (hidden, wide) = (shape.HiddenSize, shape.FeedForwardSize);

        // What a layer adds to the stream is damped by the number of additions (Radford et al. 2019, section 2.3).
        var damping = 1f / MathF.Sqrt(2f * shape.LayerCount);
        tensors.Matrix("token_embd.weight", SyntheticVocabulary.Size, hidden, EmbeddingDeviation);
        for (var layer = 0; layer < shape.LayerCount; layer++)
        {
            var prefix = $"blk.{layer}.";
            tensors.Norm(prefix + "attn_norm.weight", hidden);
            tensors.Matrix(prefix + "attn_q.weight", hidden, hidden, Deviation(hidden));
            tensors.Matrix(prefix + "attn_k.weight", hidden, hidden, Deviation(hidden));
            tensors.Matrix(prefix + "attn_v.weight", hidden, hidden, Deviation(hidden));
            tensors.Matrix(prefix + "attn_output.weight", hidden, hidden, Deviation(hidden) * damping);
            tensors.Norm(prefix + "ffn_norm.weight", hidden);
            tensors.Matrix(prefix + "ffn_gate.weight", wide, hidden, Deviation(hidden));
            tensors.Matrix(prefix + "ffn_up.weight", wide, hidden, Deviation(hidden));
            tensors.Matrix(prefix + "ffn_down.weight", hidden, wide, Deviation(wide) * damping);
        }

        tensors.Norm("output_norm.weight", hidden);
        if (!shape.TiedOutput)
            tensors.Matrix("output.weight", SyntheticVocabulary.Size, hidden, EmbeddingDeviation);
        writer.Save(path, overwrite: true, _ => { }, cancellationToken);
    }

    private static void WriteConfig(GgufWriter writer, string name, SyntheticShape shape)
    {
        writer.Set("general.architecture", "llama");
        writer.Set("general.name", $"synthetic-{name}");
        writer.Set("general.file_type", shape.Encoding.FileType);
        writer.Set("llama.context_length", SyntheticShape.ContextLength);
        writer.Set("llama.embedding_length", shape.HiddenSize);
        writer.Set("llama.feed_forward_length", shape.FeedForwardSize);
        writer.Set("llama.block_count", shape.LayerCount);
        writer.Set("llama.attention.head_count", shape.HeadCount);
        writer.Set("llama.attention.head_count_kv", shape.HeadCount);
        writer.Set("llama.rope.dimension_count", shape.HeadSize);
        writer.Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        writer.Set("llama.vocab_size", SyntheticVocabulary.Size);
    }

    private static float Deviation(int inputs) => 1f / MathF.Sqrt(inputs);

    private sealed class TensorAdder(GgufWriter writer, WeightEncoding encoding)
    {
        private ulong _tensor;

        public void Matrix(string name, int rows, int columns, float deviation)
        {
            var tensor = ++_tensor;
            writer.Add(name, [rows, columns], encoding, (row, values) => RandomRow.Fill(tensor << 32 | (uint)row, deviation, values));
        }

        public void Norm(string name, int size) => writer.Add(name, [size], WeightEncoding.F32, (_, values) => values.Fill(1f));
    }
}
