namespace Freehold.Storage;

/// <summary>The data folder cannot be used. The message is one line that says what, where and what to do.</summary>
public sealed class DataFolderException : Exception
{
    public DataFolderException()
    {
    }

    public DataFolderException(string message)
        : base(message)
    {
    }

    public DataFolderException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
