namespace Freehold.Inference;

/// <summary>What a loaded model is.</summary>
/// <param name="Name">Name that the file gives itself.</param>
/// <param name="Family">Model family, such as <c>llama</c>.</param>
/// <param name="ContextLengthTokens">Longest prompt and answer together that the engine takes.</param>
/// <param name="VocabularySize">Number of tokens.</param>
/// <param name="ParameterCount">Number of weights.</param>
/// <param name="WeightsSha256">SHA-256 of the weights file in lower-case hex.</param>
public sealed record ModelInfo(
    string Name, string Family, int ContextLengthTokens, int VocabularySize, long ParameterCount, string WeightsSha256);
