using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>
/// httpbin: answers that show the request, and answers on demand (<c>/status/503</c>, <c>/delay/3</c>). go-httpbin, which Istio's
/// newer samples use, has lists where httpbin has single values.
/// </summary>
internal sealed class Httpbin(ProgramContext context, bool lists)
{
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(10);

    /// <summary>The program.</summary>
    public static IProgram Create(int port, bool lists) => new HttpServiceProgram(port, context => new Httpbin(context, lists).AnswerAsync);

    public async ValueTask<HttpServerResponse> AnswerAsync(HttpServerRequest request, CancellationToken cancellationToken)
    {
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var argument = parts.Length > 1 ? parts[1] : "";
        switch (parts.FirstOrDefault())
        {
            case null:
                return Text("httpbin of IstioLab: /get /post /anything /headers /ip /user-agent /status/N /delay/N /uuid /bytes/N /redirect/N /response-headers?k=v /html /json /xml /robots.txt /cookies /basic-auth/U/P /base64/T /hostname /dump/request\n");
            case "get" or "post" or "put" or "patch" or "delete" when !request.Method.Equals(parts[0], StringComparison.OrdinalIgnoreCase) && request.Method != "HEAD":
                return new HttpServerResponse { Status = 405, Headers = [new("Allow", parts[0].ToUpperInvariant())] };
            case "get":
                return Json(Show(request, body: false));
            case "post" or "put" or "patch" or "delete" or "anything":
                return Json(Show(request, body: true));
            case "headers":
                return Json(new JsonObject { ["headers"] = Headers(request) });
            case "ip":
                return Json(new JsonObject { ["origin"] = Origin(request) });
            case "user-agent":
                return Json(new JsonObject { ["user-agent"] = request.Head.Find("User-Agent") ?? "" });
            case "uuid":
                var bytes = new byte[16];
                for (var i = 0; i < bytes.Length; i++)
                    bytes[i] = (byte)context.Host.Random.Next(256);
                return Json(new JsonObject { ["uuid"] = new Guid(bytes).ToString() });
            case "status":
                return Status(argument);
            case "delay":
                var seconds = double.TryParse(argument, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(seconds, s_longestDelay.TotalSeconds)), context.Time, cancellationToken);
                return Json(Show(request, body: true));
            case "bytes":
                return new HttpServerResponse { Status = 200, Headers = [new("Content-Type", "application/octet-stream")], Body = new byte[Count(argument, 100 * 1024)] };
            case "redirect" or "relative-redirect" or "absolute-redirect":
                var left = Count(argument, 100);
                return Redirect(302, left <= 1 ? "/get" : $"/redirect/{left - 1}");
            case "redirect-to":
                return Redirect(302, Arguments(request).FirstOrDefault(pair => pair.Name == "url").Value ?? "/get");
            case "response-headers":
                var headers = Arguments(request).Select(pair => new HttpHeader(pair.Name, pair.Value)).Where(header => IsSafe(header)).ToList();
                var shown = new JsonObject();
                foreach (var header in headers)
                    shown[header.Name] = header.Value;
                return Json(shown) with { Headers = [new("Content-Type", "application/json"), .. headers] };
            case "hostname":
                return Json(new JsonObject { ["hostname"] = context.Host.Hostname });
            case "cookies":
                return Cookies(request, argument);
            case "basic-auth" when parts.Length > 2:
                return BasicAuthentication(request, parts[1], parts[2]);
            case "dump" when argument == "request":
                return Text($"{request.Head.StartLine}\r\n{string.Concat(request.Head.Headers.Select(header => $"{Capitalize(header.Name)}: {header.Value}\r\n"))}\r\n");
            case "base64" when parts.Length > 1:
                return Base64(parts[^1]);
            case var name when HttpbinPages.Find(name) is { } page:
                return page;
            default:
                return new HttpServerResponse { Status = 404, Headers = [new("Content-Type", "text/plain")], Body = "404 page not found\n"u8.ToArray() };
        }
    }

    private JsonObject Show(HttpServerRequest request, bool body)
    {
        var arguments = new JsonObject();
        foreach (var group in Arguments(request).GroupBy(pair => pair.Name, StringComparer.Ordinal))
            arguments[group.Key] = Values([.. group.Select(pair => pair.Value)]);
        var shown = new JsonObject { ["args"] = arguments };
        if (body)
        {
            var text = Encoding.UTF8.GetString(request.Body.Span);
            var isForm = request.Head.Find("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
            var form = new JsonObject();
            foreach (var group in isForm ? Pairs(text).GroupBy(pair => pair.Name, StringComparer.Ordinal) : [])
                form[group.Key] = Values([.. group.Select(pair => pair.Value)]);
            shown["data"] = isForm ? "" : text;
            shown["form"] = form;
            shown["json"] = TryParse(text);
        }
        shown["headers"] = Headers(request);
        shown["method"] = request.Method;
        shown["origin"] = Origin(request);
        shown["url"] = $"http://{request.Head.Find("Host")}{request.Target}";
        return shown;
    }

    private JsonObject Headers(HttpServerRequest request)
    {
        var headers = new JsonObject();
        foreach (var group in request.Head.Headers.GroupBy(header => Capitalize(header.Name), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            headers[group.Key] = Values([.. group.Select(header => header.Value)]);
        return headers;
    }

    private JsonNode Values(IReadOnlyList<string> values) => lists
        ? new JsonArray([.. values.Select(value => (JsonNode)JsonValue.Create(value))])
        : JsonValue.Create(string.Join(',', values));

    private static HttpServerResponse Cookies(HttpServerRequest request, string action)
    {
        if (action == "set")
            return Redirect(302, "/cookies") with { Headers = [new("Location", "/cookies"), .. Arguments(request).Select(pair => new HttpHeader("Set-Cookie", $"{pair.Name}={pair.Value}; Path=/")).Where(IsSafeValue)] };
        var cookies = new JsonObject();
        foreach (var cookie in (request.Head.Find("Cookie") ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = cookie.IndexOf('=', StringComparison.Ordinal);
            cookies[equals < 0 ? cookie : cookie[..equals]] = equals < 0 ? "" : cookie[(equals + 1)..];
        }
        return Json(new JsonObject { ["cookies"] = cookies });
    }

    private static HttpServerResponse BasicAuthentication(HttpServerRequest request, string user, string password)
    {
        var wanted = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return request.Head.Find("Authorization") == wanted
            ? Json(new JsonObject { ["authorized"] = true, ["authenticated"] = true, ["user"] = user })
            : new HttpServerResponse { Status = 401, Headers = [new("WWW-Authenticate", "Basic realm=\"Fake Realm\"")] };
    }

    private static HttpServerResponse Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Text(Encoding.UTF8.GetString(bytes, 0, length))
            : new HttpServerResponse { Status = 400, Body = "Invalid base64\n"u8.ToArray() };
    }

    private static bool IsSafeValue(HttpHeader header) => !header.Value.AsSpan().ContainsAny('\r', '\n', '\0');

    private static string Origin(HttpServerRequest request) => request.Head.Find("X-Forwarded-For") ?? request.Source.Address.ToString();

    private static string Capitalize(string name) =>
        string.Join('-', name.Split('-').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant()));

    private HttpServerResponse Status(string argument)
    {
        var codes = argument.Split(',').Select(code => int.TryParse(code.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 400).ToList();
        var status = codes[context.Host.Random.Next(codes.Count)];
        if (status is < 200 or > 599)
            return new HttpServerResponse { Status = 400, Body = "Invalid status code\n"u8.ToArray() };
        // Istio's pages on ingress ask for the teapot and look at what it says.
        if (status == 418)
            return Text(lists ? "I'm a teapot!" : "\n    -=[ teapot ]=-\n") with { Status = status };
        return status is >= 300 and < 400 and not 304 ? Redirect(status, "/redirect/1") : new HttpServerResponse { Status = status };
    }

    private static HttpServerResponse Redirect(int status, string location) => IsSafe(new HttpHeader("Location", location))
        ? new HttpServerResponse { Status = status, Headers = [new("Location", location)] }
        : new HttpServerResponse { Status = 400 };

    private static bool IsSafe(HttpHeader header) => header.Name.Length > 0
        && header.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !header.Value.AsSpan().ContainsAny('\r', '\n', '\0');

    private static HttpServerResponse Text(string text) => new() { Status = 200, Headers = [new("Content-Type", "text/plain; charset=utf-8")], Body = Encoding.UTF8.GetBytes(text) };

    private static HttpServerResponse Json(JsonNode node) => new()
    {
        Status = 200,
        Headers = [new("Content-Type", "application/json")],
        Body = Encoding.UTF8.GetBytes(node.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n"),
    };

    private static IEnumerable<(string Name, string Value)> Arguments(HttpServerRequest request) => Pairs(request.Query);

    private static IEnumerable<(string Name, string Value)> Pairs(string text)
    {
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            yield return (Decode(name), equals < 0 ? "" : Decode(pair[(equals + 1)..]));
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static int Count(string text, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, maximum) : 1;

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
