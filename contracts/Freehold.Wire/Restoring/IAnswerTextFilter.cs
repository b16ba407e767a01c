using System.Text;

namespace Freehold.Wire.Restoring;

/// <summary>Changes one text of an answer as it comes, in pieces split anywhere. May hold back what it cannot judge yet, within a bound.</summary>
public interface IAnswerTextFilter
{
    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">Part of the text.</param>
    /// <param name="output">Receives what is certain.</param>
    void Append(ReadOnlySpan<char> piece, StringBuilder output);

    /// <summary>The text has ended, or its reader needs all of it: nothing is held back any more.</summary>
    /// <param name="output">Receives the rest.</param>
    void Flush(StringBuilder output);
}

/// <summary>Makes filters, one for each text of an answer: choices and calls of tools that come side by side have their own.</summary>
public interface IAnswerTextFilters
{
    /// <summary>A filter for a text that begins.</summary>
    /// <param name="isArguments">True for arguments of a tool, which are JSON inside of a string.</param>
    /// <returns>The filter.</returns>
    IAnswerTextFilter Create(bool isArguments);
}
