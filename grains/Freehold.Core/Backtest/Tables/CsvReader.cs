using System.Text;

namespace Freehold.Core.Backtest.Tables;

/// <summary>A field and where it starts.</summary>
/// <param name="Text">Its text, without the quotes.</param>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Column">Character of the line, from 1.</param>
internal readonly record struct CsvField(string Text, long Line, int Column);

/// <summary>Reads records of comma-separated values (RFC 4180) one by one; quoted fields may hold commas, quotes and line ends.</summary>
internal sealed class CsvReader(TextReader source)
{
    /// <summary>Most characters of a field.</summary>
    public const int MaxFieldChars = 1 << 20;

    /// <summary>Most fields of a record.</summary>
    public const int MaxFields = 1_024;

    private readonly StringBuilder _field = new();
    private long _line = 1;
    private int _column = 1;

    /// <summary>Reads the next record into <paramref name="fields"/>; false at the end. Empty lines are passed over.</summary>
    public bool Read(List<CsvField> fields)
    {
        fields.Clear();
        if (_line == 1 && _column == 1 && source.Peek() == '\uFEFF') source.Read();
        while (source.Peek() is '\r' or '\n') Next();
        if (source.Peek() < 0) return false;
        while (true)
        {
            if (fields.Count == MaxFields) throw Fault($"more than {MaxFields} columns; leave out those that are not needed.");
            var (line, column) = (_line, _column);
            var text = source.Peek() == '"' ? ReadQuoted() : ReadPlain();
            fields.Add(new CsvField(text, line, column));
            switch (source.Peek())
            {
                case ',':
                    Next();
                    break;
                case '\r' or '\n' or < 0:
                    EndRecord();
                    return true;
                default:
                    throw Fault("text after the closing quote of a field; write a quote within a field as two (RFC 4180).");
            }
        }
    }

    private string ReadPlain()
    {
        _field.Clear();
        while (source.Peek() is >= 0 and not (',' or '\r' or '\n')) Append(Next());
        return _field.ToString();
    }

    private string ReadQuoted()
    {
        var (line, column) = (_line, _column);
        _field.Clear();
        Next();
        while (true)
        {
            var character = Next();
            if (character < 0)
                throw new BacktestInputException(
                    line, column, "the quote that opens here is never closed; close it, or double it where it is text.");
            if (character != '"') Append(character);
            else if (source.Peek() == '"') Append(Next());
            else return _field.ToString();
        }
    }

    private void Append(int character)
    {
        if (_field.Length == MaxFieldChars)
            throw Fault($"a field of more than {MaxFieldChars:N0} characters; shorten it, or close the quote that is open.");
        _field.Append((char)character);
    }

    private void EndRecord()
    {
        if (source.Peek() == '\r') Next();
        if (source.Peek() == '\n') Next();
    }

    private int Next()
    {
        var character = source.Read();
        if (character == '\n') (_line, _column) = (_line + 1, 1);
        else _column++;
        return character;
    }

    private BacktestInputException Fault(string message) => new(_line, _column, message);
}
