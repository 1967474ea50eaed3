using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IstioLab.Config.Yaml;

/// <summary>
/// Reads YAML with positions. Bad text gives diagnostics and never an exception; a document that cannot be read does not hide the others.
/// Documents are separated by lines that begin with <c>---</c>, as kubectl separates them.
/// </summary>
public static class YamlDocumentReader
{
    private const int DepthLimit = 200;

    /// <summary>Reads all documents of a text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The name for positions; empty for none.</param>
    public static YamlFile Read(string text, string file = "")
    {
        var documents = ImmutableArray.CreateBuilder<YamlDocument>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (part, line) in YamlSplitter.Split(text))
        {
            ReadPart(part, line, file, documents, diagnostics);
        }

        return new YamlFile(documents.ToImmutable(), diagnostics.ToImmutable());
    }

    private static void ReadPart(
        string text,
        int firstLine,
        string file,
        ImmutableArray<YamlDocument>.Builder documents,
        ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var start = new SourcePosition(file, firstLine, 1);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            diagnostics.Add(Problem(start, "The text holds a NUL byte, so it is no YAML. Check the file's encoding: UTF-8 is read."));
            return;
        }

        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            var builder = new YamlTreeBuilder(parser, file, firstLine - 1, DepthLimit);
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                documents.Add(new YamlDocument(null, text, start));
                return;
            }

            while (!parser.Accept<StreamEnd>(out _))
            {
                parser.Consume<DocumentStart>();
                var root = builder.Read();
                parser.Consume<DocumentEnd>();
                var empty = root is YamlScalar { Kind: YamlScalarKind.Null };
                documents.Add(new YamlDocument(empty ? null : root, text, root.Position ?? start));
            }

            foreach (var duplicate in builder.Duplicates)
            {
                diagnostics.Add(duplicate);
            }
        }
        catch (YamlException exception)
        {
            diagnostics.Add(Explain(exception, text, file, firstLine));
        }
        catch (Exception exception) when (exception
            is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The scanner lets these through for some malformed tags and escapes.
            diagnostics.Add(Problem(start, $"The document is no YAML: {exception.Message.TrimEnd('.')}. Check tags ('!') and escapes."));
        }
    }

    private static Diagnostic Explain(YamlException exception, string text, string file, int firstLine)
    {
        var line = (int)exception.Start.Line;
        var position = new SourcePosition(file, line + firstLine - 1, (int)exception.Start.Column);

        // A tab inside a mapping is reported at the mapping's first line, wherever in it the tab is.
        var last = exception.Message.Contains("invalid tab", StringComparison.Ordinal) ? int.MaxValue : line + 1;
        var wrong = TabLine(text, line - 2, last);
        if (wrong > 0)
        {
            return Problem(
                position with { Line = wrong + firstLine - 1 },
                "The line is indented with a tab. YAML wants spaces: replace each tab by two spaces.");
        }

        return Problem(position, $"The text is no YAML: {exception.Message.TrimEnd('.')}. Check the indentation and the quotes of this line.");
    }

    private static int TabLine(string text, int first, int last)
    {
        var lines = text.Split('\n');
        for (var line = Math.Max(1, first); line <= Math.Min(last, lines.Length); line++)
        {
            var content = lines[line - 1];
            var indent = content.Length - content.TrimStart(' ', '\t').Length;
            if (content.AsSpan(0, indent).Contains('\t'))
            {
                return line;
            }
        }

        return 0;
    }

    private static Diagnostic Problem(SourcePosition position, string message) =>
        new(null, DiagnosticLevel.Error, position.File.Length == 0 ? "YAML" : $"File '{position.File}'", "", position, message);
}
