using Freehold.Inference.Formats.Quantization;

namespace Freehold.Inference.Import;

/// <summary>How a model is imported.</summary>
public sealed record ModelImportOptions
{
    /// <summary>How matrices are stored. Rows that are not a whole number of its blocks are stored as F16; vectors always as F32.</summary>
    public required WeightEncoding Encoding { get; init; }

    /// <summary>Name that the model gets; null: the one that it has.</summary>
    public string? Name { get; init; }

    /// <summary>Takes the tokenizer from this GGUF file or tokenizer.json, for a model that has none of its own or another one.</summary>
    public string? TokenizerPath { get; init; }

    /// <summary>Replace a file that is there already.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>What an import wrote.</summary>
/// <param name="Path">The GGUF file.</param>
/// <param name="Model">The model as an engine sees it, with the SHA-256 of the file.</param>
/// <param name="SourceSha256">SHA-256 of the weights that it was made from.</param>
/// <param name="SourceBytes">Bytes of the tensors that it was made from.</param>
/// <param name="LengthBytes">Bytes of the file.</param>
/// <param name="Encoding">How matrices are stored.</param>
/// <param name="HalfTensors">Matrices stored as F16 because their rows are not a whole number of blocks.</param>
/// <param name="HasTokenizer">False where neither the model nor the options had a tokenizer: the file then needs one beside it.</param>
public sealed record ModelImportReport(
    string Path, ModelInfo Model, string SourceSha256, long SourceBytes, long LengthBytes, WeightEncoding Encoding,
    IReadOnlyList<string> HalfTensors, bool HasTokenizer);
