namespace Freehold.Inference.Tokenizers.Bpe;

/// <summary>Two neighbouring symbols that become one.</summary>
/// <param name="Left">Id of the left symbol; a character without a token is the complement of its code point, and so negative.</param>
/// <param name="Right">Id of the right symbol.</param>
/// <param name="Merged">Token that they become.</param>
/// <param name="Rank">Lower ranks merge first; of equal ranks, the leftmost.</param>
public readonly record struct Merge(int Left, int Right, int Merged, int Rank);
