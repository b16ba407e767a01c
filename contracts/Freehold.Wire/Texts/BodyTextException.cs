using Freehold.Wire.Errors;

namespace Freehold.Wire.Texts;

/// <summary>Carries an error out of the depth of a body to the one place that catches it.</summary>
internal sealed class BodyTextException(WireError error) : Exception(error.Message)
{
    public WireError Error => error;
}
