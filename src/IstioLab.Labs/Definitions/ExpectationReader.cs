using System.Globalization;
using System.Text.RegularExpressions;
using IstioLab.Config.Yaml;

namespace IstioLab.Labs.Definitions;

/// <summary>Reads a step's <c>expect</c>.</summary>
internal static partial class ExpectationReader
{
    private const string Some = "some";

    public static LabExpectation Read(NodeReader step, LabDefinition lab, bool hasTraffic)
    {
        var reader = step.Mapping("expect", required: true);
        var ready = reader.OptionalText("ready");
        if (ready is not null && !ReadyColumn().IsMatch(ready))
        {
            reader.Report(reader.Node("ready"), "ready", $"'{ready}' must be ready containers / containers, such as '2/2'.");
        }

        var split = ReadSplit(reader, lab);
        var seconds = reader.Mapping("seconds");
        var expectation = new LabExpectation(ready, split, reader.Texts("flags"))
        {
            Status = ReadStatus(reader),
            Least = seconds.Seconds("least"),
            Most = seconds.Seconds("most"),
            Headers = reader.TextMap("headers"),
            Body = reader.Texts("body"),
            Lacks = reader.Texts("lacks"),
            Copies = ReadCopies(reader),
        };
        seconds.Finish();
        foreach (var field in hasTraffic ? [] : new[] { "split", "status", "seconds", "headers", "body", "lacks", "copies" })
        {
            if (reader.Node(field) is { } node)
            {
                reader.Report(node, field, "needs traffic. Add 'traffic' to the step.");
            }
        }

        reader.Finish();
        return expectation;
    }

    private static Dictionary<string, int> ReadSplit(NodeReader expect, LabDefinition lab)
    {
        var node = expect.Node("split");
        Dictionary<string, int> split = new(StringComparer.Ordinal);
        if (node is null)
        {
            return split;
        }

        var reader = expect.Mapping("split");
        foreach (var field in (node as YamlMapping)?.Fields ?? [])
        {
            split[field.Key] = reader.Whole(field.Key, 0, 100, 0);
            if (!lab.Answers.Values.Contains(field.Key))
            {
                reader.Report(field.Value, field.Key, $"'{field.Key}' is not a workload of 'answers' ({string.Join(", ", lab.Answers.Values)}).");
            }
        }

        ExpectAll(expect, node, "split", split.Values.Sum());
        return split;
    }

    private static Dictionary<int, int?> ReadStatus(NodeReader expect)
    {
        var node = expect.Node("status");
        Dictionary<int, int?> shares = [];
        if (node is null)
        {
            return shares;
        }

        var reader = expect.Mapping("status");
        foreach (var field in (node as YamlMapping)?.Fields ?? [])
        {
            var isStatus = int.TryParse(field.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599;
            if (!isStatus)
            {
                reader.Report(field.Value, field.Key, $"'{field.Key}' must be an HTTP status, such as '503'.");
            }

            shares[status] = field.Value is YamlScalar { Text: Some } ? null : reader.Whole(field.Key, 0, 100, 0);
        }

        if (shares.Values.All(share => share is not null))
        {
            ExpectAll(expect, node, "status", shares.Values.Sum() ?? 0);
        }
        else if (shares.Values.Any(share => share is not null))
        {
            expect.Report(node, "status", $"has shares and '{Some}'. Give every status a share in percent, or every status '{Some}'.");
        }

        return shares;
    }

    private static LabCopies? ReadCopies(NodeReader expect)
    {
        if (expect.Node("copies") is null)
        {
            return null;
        }

        var reader = expect.Mapping("copies");
        var copies = new LabCopies(reader.Text("to"), reader.Whole("percent", 0, 100, 100));
        reader.Finish();
        return copies;
    }

    private static void ExpectAll(NodeReader expect, YamlNode node, string field, int sum)
    {
        if (sum != 100)
        {
            expect.Report(node, field, $"the shares are {sum} % together; they must be 100 %.");
        }
    }

    [GeneratedRegex("^[0-9]+/[0-9]+$")]
    private static partial Regex ReadyColumn();
}
