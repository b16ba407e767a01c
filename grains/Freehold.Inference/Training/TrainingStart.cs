namespace Freehold.Inference.Training;

/// <summary>What a run begins with.</summary>
public abstract record TrainingStart
{
    private TrainingStart()
    {
    }

    /// <summary>A model's weights: a .gguf file, a .safetensors file, or a Hugging Face folder. They are read, never written.</summary>
    /// <param name="Path">Where it is.</param>
    /// <param name="Sha256">What its weights' digest must be, in lower-case hex; null: whatever lies there.</param>
    public sealed record FromModel(string Path, string? Sha256 = null) : TrainingStart;

    /// <summary>A new Llama with random weights; it is trained in full.</summary>
    /// <param name="Config">Its sizes.</param>
    public sealed record FromScratch(DecoderConfig Config) : TrainingStart;
}
