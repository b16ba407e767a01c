namespace Freehold.Core.Backtest.Tables;

/// <summary>A table to replay is not what it must be. The message says the line, the column and the remedy.</summary>
public sealed class BacktestInputException : Exception
{
    /// <summary>A fault of the table as a whole.</summary>
    public BacktestInputException(string message) : base(message)
    {
    }

    /// <summary>A fault at one place.</summary>
    /// <param name="line">Line of the file, from 1.</param>
    /// <param name="column">Character of the line, from 1.</param>
    /// <param name="message">What is wrong there, and what to do.</param>
    public BacktestInputException(long line, int column, string message) : base($"line {line}, column {column}: {message}") =>
        (Line, Column) = (line, column);

    /// <summary>Line of the file, from 1; 0 where the fault is no single place's.</summary>
    public long Line { get; }

    /// <summary>Character of the line, from 1; 0 where the fault is no single place's.</summary>
    public int Column { get; }
}
