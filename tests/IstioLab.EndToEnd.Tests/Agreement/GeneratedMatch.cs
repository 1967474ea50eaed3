using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>One item of a rule's <c>match</c>, and the kinds of condition that it holds.</summary>
internal sealed record GeneratedMatch(JsonObject Json, IReadOnlyList<string> Kinds)
{
    public static readonly string[] AllKinds =
    [
        "uri exact", "uri prefix", "uri regex", "uri ignoring case", "header exact", "header prefix", "header regex", "header present",
        "without header", "without header prefix", "without header regex", "without header present", "query exact", "query prefix", "query regex", "query present", "method", "scheme",
        "authority", "port", "source labels", "source namespace",
    ];

    // Conditions that many requests fail are drawn more often.
    private static readonly string[] s_drawn = [.. AllKinds, "authority", "authority", "method", "method", "uri exact", "uri exact", "header exact", "header prefix", "query exact", "query prefix", "header regex", "header regex", "source labels", "source namespace"];

    public static GeneratedMatch Create(Dice dice)
    {
        var json = new JsonObject();
        List<string> kinds = [];
        var conditions = dice.Any(1, 1, 1, 2, 2, 3);
        for (var condition = 0; condition < conditions; condition++)
        {
            Add(json, kinds, dice.Any(s_drawn), dice);
        }

        return new GeneratedMatch(json, kinds);
    }

    private static void Add(JsonObject json, List<string> kinds, string kind, Dice dice)
    {
        var (field, value) = Condition(kind, dice);
        if (json.ContainsKey(field))
        {
            return;
        }

        json[field] = value;
        if (kind == "uri ignoring case")
        {
            json["ignoreUriCase"] = true;
        }

        kinds.Add(kind);
    }

    private static (string Field, JsonNode Value) Condition(string kind, Dice dice) => kind switch
    {
        "uri exact" => ("uri", Text("exact", dice.Any(Words.Paths))),
        "uri prefix" => ("uri", Text("prefix", dice.Any("/anything", "/anything/a", "/anything/b", "/anything/c/"))),
        "uri regex" => ("uri", Text("regex", dice.Any("/anything/[a-b]+", ".*/c/.*", "/anything(/.*)?", "/any.*[0-9]"))),
        "uri ignoring case" => ("uri", Text(dice.Any("exact", "prefix"), dice.Any("/Anything/A", "/ANYTHING/b", "/anything"))),
        "header exact" => ("headers", Header(dice, Text("exact", dice.Any(Words.Values)))),
        "header prefix" => ("headers", Header(dice, Text("prefix", dice.Any("a", "1")))),
        "header regex" => ("headers", Header(dice, Text("regex", dice.Any("[a-z]+", ".*1", "1?2?")))),
        "header present" => ("headers", Header(dice, new JsonObject())),
        "without header" => ("withoutHeaders", Header(dice, Text("exact", dice.Any(Words.Values)))),
        "without header prefix" => ("withoutHeaders", Header(dice, Text("prefix", dice.Any("a", "1")))),
        "without header regex" => ("withoutHeaders", Header(dice, Text("regex", dice.Any("a.*", "[0-9]+")))),
        "without header present" => ("withoutHeaders", Header(dice, new JsonObject())),
        "query exact" => ("queryParams", Query(dice, Text("exact", dice.Any(Words.Values)))),
        "query prefix" => ("queryParams", Query(dice, Text("prefix", dice.Any("a", "1")))),
        "query regex" => ("queryParams", Query(dice, Text("regex", dice.Any("[a-z]+", "1.*")))),
        "query present" => ("queryParams", Query(dice, new JsonObject())),
        "method" => ("method", Text("exact", dice.Any(Words.Methods))),
        "scheme" => ("scheme", Text("exact", dice.Any("http", "http", "https"))),
        "authority" => ("authority", dice.Happens(75) ? Text("prefix", "web") : Text(dice.Any("prefix", "exact"), dice.Any("web-1.shop", "web-2"))),
        "port" => ("port", JsonValue.Create(dice.Any(80, 80, 8080))),
        "source labels" => ("sourceLabels", new JsonObject { [dice.Any("app", "tier")] = dice.Any("client", "web") }),
        _ => ("sourceNamespace", JsonValue.Create(dice.Any("shop", "other"))),
    };

    private static JsonObject Text(string kind, string value) => new() { [kind] = value };

    private static JsonObject Header(Dice dice, JsonObject match) => new() { [dice.Any(Words.Headers)] = match };

    private static JsonObject Query(Dice dice, JsonObject match) => new() { [dice.Any(Words.Parameters)] = match };
}
