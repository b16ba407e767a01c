namespace Freehold.Inference.Models.Encoder;

/// <summary>
/// What an encoder of BERT's kind (Devlin et al. 2019, arXiv:1810.04805) computes beyond its sizes: learned positions, attention in both
/// directions, a LayerNorm after each half-layer, GELU by the error function, biases everywhere.
/// </summary>
/// <remarks>
/// h = norm(token + position + type 0); in each layer a = softmax(q * k / sqrt(headSize)) * v * Wo; h = norm(h + a);
/// h = norm(h + gelu(h * Wup) * Wdown).
/// </remarks>
/// <param name="TokenTypes">Kinds of segments; all tokens are of the first.</param>
internal sealed record EncoderTraits(int TokenTypes);
