namespace Freehold.Inference.Signing;

/// <summary>A file of a model and the digest of its bytes.</summary>
/// <param name="Name">Its path below the model's folder with '/', or "." where the model is one file.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
/// <param name="LengthBytes">Its length.</param>
public sealed record FileDigest(string Name, string Sha256, long LengthBytes);
