using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Freehold.Cli.Hosting;
using Spectre.Console;

namespace Freehold.Cli.Output;

/// <summary>Writes results to stdout, for people or for programs, and everything else to stderr.</summary>
internal sealed class CliOutput(CliHost host, bool json)
{
    /// <summary>Width of tables that go to a file or a pipe, in characters: wide enough that no cell wraps.</summary>
    private const int PipeWidth = 4_000;

    /// <summary>True where a program reads stdout.</summary>
    public bool IsJson => json;

    /// <summary>Writes one JSON document in one line.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type)
    {
        host.Out.WriteLine(JsonSerializer.Serialize(value, type));
        host.Out.Flush();
    }

    /// <summary>Writes a table. Cells are plain text.</summary>
    public void Table(IReadOnlyList<Column> columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = host.OutputIsTerminal ? TableBorder.Rounded : TableBorder.None };
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(column.Name, new Style(decoration: Decoration.Bold)));
            table.AddColumn(column.IsNumber ? header.RightAligned().NoWrap() : header);
        }

        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(TerminalText.Clean(cell))));
        Terminal().Write(table);
    }

    /// <summary>Writes a line of a result.</summary>
    public void Line(string text) => host.Out.WriteLine(host.OutputIsTerminal ? TerminalText.Clean(text) : text);

    /// <summary>Writes a piece of a model's answer at once; in a pipe it stays as it is, byte by byte.</summary>
    public void Piece(string text)
    {
        host.Out.Write(host.OutputIsTerminal ? TerminalText.CleanLines(text) : text);
        host.Out.Flush();
    }

    /// <summary>Tells a person something that is no part of the result.</summary>
    public void Note(string text) => host.Error.WriteLine(TerminalText.Clean(text));

    /// <summary>Tells what went wrong, in one line.</summary>
    public void Error(string text) => host.Error.WriteLine("freehold: " + TerminalText.Clean(text));

    private IAnsiConsole Terminal()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(host.Out),
            Ansi = host.OutputIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = host.OutputIsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!host.OutputIsTerminal) console.Profile.Width = PipeWidth;
        return console;
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsNumber">True: aligned to the right, never wrapped.</param>
internal sealed record Column(string Name, bool IsNumber = false)
{
    public static Column Number(string name) => new(name, IsNumber: true);

    public static implicit operator Column(string name) => new(name);
}
