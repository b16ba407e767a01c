namespace Freehold.Storage.Transcripts;

/// <summary>The store of transcripts failed. The message says what, where and what to do. Repeating the call is always right.</summary>
public sealed class TranscriptStoreException : Exception
{
    public TranscriptStoreException()
    {
    }

    public TranscriptStoreException(string message)
        : base(message)
    {
    }

    public TranscriptStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
