namespace Freehold.Core.Features;

/// <summary>
/// The dense signals of <see cref="RequestFeatures.Signals"/>, by their place. Shares are of characters unless said otherwise.
/// </summary>
public static class SurfaceSignals
{
    /// <summary>Number of signals.</summary>
    public const int Count = 24;

    /// <summary>Characters, on a logarithmic scale that ends at e^12, as every 'Log' here.</summary>
    public const int LogLength = 0;

    /// <summary>Words.</summary>
    public const int LogWords = 1;

    /// <summary>Lines.</summary>
    public const int LogLines = 2;

    /// <summary>Ends of sentences.</summary>
    public const int LogSentences = 3;

    /// <summary>Messages of the conversation before.</summary>
    public const int LogTurn = 4;

    /// <summary>Mean letters of a word, of 16.</summary>
    public const int MeanWordLength = 5;

    /// <summary>Share of words with eight letters or more.</summary>
    public const int LongWordShare = 6;

    /// <summary>Digits.</summary>
    public const int DigitShare = 7;

    /// <summary>Share of numbers among words and numbers.</summary>
    public const int NumberPerWord = 8;

    /// <summary>Capital letters.</summary>
    public const int UpperShare = 9;

    /// <summary>Signs of arithmetic and relation, four times their share.</summary>
    public const int MathsShare = 10;

    /// <summary>Round and square brackets, four times their share.</summary>
    public const int BracketShare = 11;

    /// <summary>Punctuation, four times its share.</summary>
    public const int PunctuationShare = 12;

    /// <summary>Signs that programs and formulas are full of, four times their share.</summary>
    public const int CodeShare = 13;

    /// <summary>Quotation marks, four times their share.</summary>
    public const int QuoteShare = 14;

    /// <summary>Characters beyond ASCII.</summary>
    public const int NonAsciiShare = 15;

    /// <summary>Question marks, of four.</summary>
    public const int QuestionMarks = 16;

    /// <summary>Whether there is a blank to fill in.</summary>
    public const int HasBlank = 17;

    /// <summary>Lines that are options of a choice or points of a list, of ten.</summary>
    public const int Options = 18;

    /// <summary>Their mean length.</summary>
    public const int MeanOptionLength = 19;

    /// <summary>The standard deviation of their length.</summary>
    public const int OptionSpread = 20;

    /// <summary>Share of them with more digits than letters.</summary>
    public const int NumericOptionShare = 21;

    /// <summary>Share of lines that start with white space.</summary>
    public const int IndentedLineShare = 22;

    /// <summary>Length of the last line.</summary>
    public const int LastLineLength = 23;
}
