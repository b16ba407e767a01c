namespace Freehold.Wire.Texts;

/// <summary>Bounds of reading a body's texts.</summary>
public static class TextLimits
{
    /// <summary>Most strings of a body; over it the body counts as one that cannot be read.</summary>
    public const int Strings = 100_000;

    /// <summary>How deep JSON inside of JSON strings is followed, as in the arguments of a tool call. What is deeper is read as it stands.</summary>
    public const int NestedDocuments = 3;

    /// <summary>Shortest number that is read as text: a phone or an account number may come without quotes.</summary>
    public const int NumberDigits = 7;

    /// <summary>Shortest run of Base64 that counts as bytes; a digest or a key is shorter and is read as text.</summary>
    public const int Base64Chars = 512;
}
