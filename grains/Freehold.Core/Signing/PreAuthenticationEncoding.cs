using System.Globalization;
using System.Text;

namespace Freehold.Core.Signing;

/// <summary>The bytes that a DSSE signature is over: DSSE protocol v1.0.0, "PAE".</summary>
public static class PreAuthenticationEncoding
{
    /// <summary>Encodes type and payload so that neither can pass for a part of the other.</summary>
    public static byte[] Encode(string payloadType, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(payloadType);
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} "));
        return [.. head, .. payload];
    }
}
