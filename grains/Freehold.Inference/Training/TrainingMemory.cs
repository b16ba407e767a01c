using Freehold.Inference.Formats;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training;

/// <summary>How much memory the training of an adapter takes.</summary>
public static class TrainingMemory
{
    /// <summary>Values, gradients and two moments of whatever is trained.</summary>
    private const int CopiesOfTrained = 4;

    /// <summary>Of buffers that are not counted one by one: attention's blocks, packed matrices, the runtime itself.</summary>
    private const double Rest = 1.1;

    /// <summary>An estimate from above, in bytes: the base's file, what is kept of a micro-batch in every layer, and the adapter.</summary>
    /// <param name="path">The base model.</param>
    /// <param name="options">How it is trained; with <see cref="TrainingOptions.Lora"/>.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or of a family that is not trained.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static long EstimateBytes(string path, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var lora = options.Lora ?? throw new ArgumentException("Only an adapter's training is estimated; give Lora.", nameof(options));
        using var file = ModelFile.Open(path);
        TrainingSupport.Require(file.Config, file, options);
        var config = file.Config;
        var rows = (long)options.MicroBatchTokens;
        var logitRows = Math.Clamp(HeadPass.MaxLogits / config.VocabularySize, 1, rows);
        var largest = file.Tensors.Values.Max(tensor => tensor.ElementCount);
        var floats = (rows * (config.LayerCount * KeptOfLayer(config, lora) + Scratch(config, lora)))
            + (logitRows * (config.VocabularySize + (2L * config.HiddenSize)))
            + largest
            + (CopiesOfTrained * AdapterNumbers(config, lora));
        return (long)(Rest * ((sizeof(float) * floats) + file.Tensors.Values.Sum(tensor => tensor.ByteLength)));
    }

    /// <summary>Numbers for each token of a layer: see <see cref="LayerActivations"/>, and what goes through the adapters.</summary>
    private static long KeptOfLayer(ModelConfig config, LoraOptions lora) =>
        (2L * config.HiddenSize) + (3L * config.QuerySize) + (3L * config.KvSize) + (2L * config.FeedForwardSize) + config.HeadCount
        + ((long)lora.Rank * lora.Targets.Count);

    /// <summary>Numbers for each token that all layers share: see <see cref="NetworkScratch"/>, and the inputs that dropout makes.</summary>
    private static long Scratch(ModelConfig config, LoraOptions lora) =>
        (4L * config.HiddenSize) + (2L * config.QuerySize) + (3L * config.KvSize) + (3L * config.FeedForwardSize)
        + (lora.Dropout > 0 ? 2L * Math.Max(config.FeedForwardSize, Math.Max(config.HiddenSize, config.QuerySize)) : 0);

    private static long AdapterNumbers(ModelConfig config, LoraOptions lora)
    {
        var (hidden, query, kv, wide) = ((long)config.HiddenSize, (long)config.QuerySize, (long)config.KvSize, (long)config.FeedForwardSize);
        long[] widths = [hidden + query, hidden + kv, hidden + kv, query + hidden, hidden + wide, hidden + wide, wide + hidden];
        var adapted = LoraOptions.Projections.Zip(widths).Where(pair => lora.Targets.Contains(pair.First)).Sum(pair => pair.Second);
        return config.LayerCount * lora.Rank * adapted;
    }
}
