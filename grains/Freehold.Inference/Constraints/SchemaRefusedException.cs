namespace Freehold.Inference.Constraints;

/// <summary>A schema asks for what cannot be promised. Ends the compilation; it never leaves <see cref="ConstraintCompiler"/>.</summary>
/// <param name="pointer">JSON pointer of the place (RFC 6901), as a URI fragment.</param>
/// <param name="reason">What is wrong there and what to do.</param>
internal sealed class SchemaRefusedException(string pointer, string reason) : Exception($"at '{pointer}': {reason}");
