using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IstioLab.Config.Yaml;

/// <summary>Writes JSON as YAML, with quotes where another type would be read otherwise.</summary>
public static class YamlTextWriter
{
    /// <summary>Writes one document, without a separator.</summary>
    public static string Write(JsonNode? node)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        Write(emitter, node);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject mapping:
                emitter.Emit(new MappingStart(null, null, true, mapping.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in mapping)
                {
                    WriteText(emitter, key);
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(emitter, (string)value!);
                break;
            default:
                emitter.Emit(new Scalar(null, null, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static void WriteText(Emitter emitter, string text)
    {
        var plain = YamlScalars.Create(text, true, null).Kind == YamlScalarKind.String && text != "<<";
        var style = IsBlock(text) ? ScalarStyle.Literal
            : plain && !text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Any
            : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(null, null, text, style, plain, true));
    }

    /// <summary>Lines that a literal block keeps as they are: no blank at their ends, none at the very beginning.</summary>
    private static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && !char.IsWhiteSpace(text[0])
        && !text.Contains(" \n", StringComparison.Ordinal)
        && !text.EndsWith(' ')
        && text.All(character => character is '\n' or (>= ' ' and < '\u007f'));
}
