namespace Freehold.Core.Features;

/// <summary>Counts what <see cref="SurfaceSignals"/> are made of, character by character.</summary>
internal struct SurfaceCounter(int length, int turn)
{
    /// <summary>Lengths and counts are taken on a logarithmic scale that ends here.</summary>
    private const double LogScale = 12;

    private const int LongWord = 8;
    private const int MaxOptionMark = 3;

    private int _read, _words, _wordChars, _longWords, _numbers, _lines, _indented, _sentences;
    private int _digits, _uppers, _maths, _brackets, _punctuation, _code, _quotes, _wide, _questions, _blanks;
    private int _options, _optionChars, _optionSquares, _numericOptions;
    private LineState _line;
    private char _before;

    /// <summary>Counts a character that is no letter.</summary>
    public void Add(char character, CharKind kind)
    {
        _read++;
        if (character == '\n')
        {
            EndLine();
            _before = character;
            return;
        }

        if (_line.Length == 0 && kind == CharKind.Space) _indented++;
        if (kind != CharKind.Space) AddToLine(character, kind);
        _line.Length++;
        switch (kind)
        {
            case CharKind.Digit:
                _digits++;
                if (_before is < '0' or > '9') _numbers++;
                break;
            case CharKind.Single:
                AddSign(character);
                break;
        }

        if (character >= 128) _wide++;
        _before = character;
    }

    /// <summary>Counts the word that a text starts with; returns its length.</summary>
    public int AddWord(ReadOnlySpan<char> text)
    {
        var (length, uppers, wide) = (0, 0, 0);
        for (; length < text.Length && CharKinds.Of(text[length]) == CharKind.Letter; length++)
        {
            var letter = text[length];
            if (char.IsAsciiLetterUpper(letter))
            {
                uppers++;
            }
            else if (letter >= 128)
            {
                wide++;
                if (char.IsUpper(letter)) uppers++;
            }
        }

        AddToLine(length);
        _read += length;
        _uppers += uppers;
        _wide += wide;
        _before = text[length - 1];
        _words++;
        _wordChars += length;
        if (length >= LongWord) _longWords++;
        return length;
    }

    /// <summary>The signals, [<see cref="SurfaceSignals.Count"/>].</summary>
    public byte[] ToSignals()
    {
        var lastLine = _line.Length;
        EndLine();
        var signals = new byte[SurfaceSignals.Count];
        signals[SurfaceSignals.LogLength] = Log(length);
        signals[SurfaceSignals.LogWords] = Log(_words);
        signals[SurfaceSignals.LogLines] = Log(_lines);
        signals[SurfaceSignals.LogSentences] = Log(_sentences);
        signals[SurfaceSignals.LogTurn] = Log(turn);
        signals[SurfaceSignals.MeanWordLength] = Share(_wordChars, 16.0 * _words);
        signals[SurfaceSignals.LongWordShare] = Share(_longWords, _words);
        signals[SurfaceSignals.DigitShare] = Share(_digits, _read);
        signals[SurfaceSignals.NumberPerWord] = Share(_numbers, _words + _numbers);
        signals[SurfaceSignals.UpperShare] = Share(_uppers, _read);
        // Signs are few even where they matter most: a quarter of the text is the end of their scale.
        signals[SurfaceSignals.MathsShare] = Share(4 * _maths, _read);
        signals[SurfaceSignals.BracketShare] = Share(4 * _brackets, _read);
        signals[SurfaceSignals.PunctuationShare] = Share(4 * _punctuation, _read);
        signals[SurfaceSignals.CodeShare] = Share(4 * _code, _read);
        signals[SurfaceSignals.QuoteShare] = Share(4 * _quotes, _read);
        signals[SurfaceSignals.NonAsciiShare] = Share(_wide, _read);
        signals[SurfaceSignals.QuestionMarks] = Share(_questions, 4);
        signals[SurfaceSignals.HasBlank] = Share(_blanks, 1);
        signals[SurfaceSignals.Options] = Share(_options, 10);
        var mean = _options == 0 ? 0 : (double)_optionChars / _options;
        signals[SurfaceSignals.MeanOptionLength] = Log(mean);
        signals[SurfaceSignals.OptionSpread] =
            _options == 0 ? (byte)0 : Log(Math.Sqrt(Math.Max(0, ((double)_optionSquares / _options) - (mean * mean))));
        signals[SurfaceSignals.NumericOptionShare] = Share(_numericOptions, _options);
        signals[SurfaceSignals.IndentedLineShare] = Share(_indented, _lines);
        signals[SurfaceSignals.LastLineLength] = Log(lastLine);
        return signals;
    }

    private void AddSign(char sign)
    {
        switch (sign)
        {
            case '+' or '-' or '*' or '/' or '^' or '=' or '<' or '>' or '%' or '|' or '~' or '\u00D7' or '\u00F7':
            case >= '\u2200' and <= '\u22FF':
                _maths++;
                if (sign is '=' or '<' or '>' or '|') _code++;
                break;
            case '(' or ')' or '[' or ']':
                _brackets++;
                break;
            case '{' or '}' or ';' or '#' or '\\' or '$' or '`' or '@' or '&':
                _code++;
                break;
            case '.' or ',' or ':' or '!' or '?' or '\u3002':
                _punctuation++;
                if (sign is '.' or '!' or '?' or '\u3002') _sentences++;
                if (sign is '?') _questions++;
                break;
            case '"' or '\'' or (>= '\u2018' and <= '\u201F'):
                _quotes++;
                break;
            case '_' when _before == '_':
                _blanks++;
                break;
        }
    }

    /// <summary>A line is an option where a letter, a number or nothing stands before '.', ')', ':', '-' or '*' and a space.</summary>
    private void AddToLine(char character, CharKind kind)
    {
        if (_line.Mark == OptionMark.Open)
        {
            if (kind == CharKind.Digit || character == '(') _line.Mark = OptionMark.Open;
            else _line.Mark = character is '.' or ')' or ':' or '-' or '*' or '\u2022' ? OptionMark.Closed : OptionMark.None;
            if (_line.Length >= MaxOptionMark) _line.Mark = OptionMark.None;
            return;
        }

        _line.Body++;
        if (kind == CharKind.Digit) _line.Digits++;
    }

    /// <summary>The same for a word: its letters are of the option's mark as long as that may go on.</summary>
    private void AddToLine(int letters)
    {
        var body = letters;
        for (; body > 0 && _line.Mark == OptionMark.Open; body--)
        {
            if (_line.Length++ >= MaxOptionMark) _line.Mark = OptionMark.None;
        }

        _line.Length += body;
        _line.Body += body;
        _line.Letters += body;
    }

    private void EndLine()
    {
        _lines++;
        if (_line.Mark == OptionMark.Closed)
        {
            var body = Math.Min(_line.Body, 1_000);
            _options++;
            _optionChars += body;
            _optionSquares = (int)Math.Min(int.MaxValue, (long)_optionSquares + (body * body));
            if (_line.Digits > _line.Letters) _numericOptions++;
        }

        _line = default;
    }

    private static byte Log(double value) => Scale(Math.Log(1 + Math.Max(0, value)) / LogScale);

    private static byte Share(double part, double whole) => whole <= 0 ? (byte)0 : Scale(part / whole);

    private static byte Scale(double share) => (byte)Math.Round(255 * Math.Clamp(share, 0, 1));

    private enum OptionMark : byte
    {
        Open,
        Closed,
        None,
    }

    private struct LineState
    {
        public int Length;
        public int Body;
        public int Digits;
        public int Letters;
        public OptionMark Mark;
    }
}
