using System.CommandLine;
using System.Net;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Input;
using IstioLab.Config.Explanation;

namespace IstioLab.Cli.Commands;

/// <summary>The options of <c>explain</c>.</summary>
internal sealed class ExplainOptions
{
    private readonly Argument<string?> _url = new("URL") { Description = "The URL, as the caller names it", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _from = new("--from") { Description = "The workload that asks, through its sidecar", HelpName = "WORKLOAD" };

    private readonly Option<string?> _gateway = new("--gateway") { Description = "The gateway that the request arrives at", HelpName = "NS/NAME" };

    private readonly Option<string[]> _files = SharedOptions.Files(required: false);

    private readonly Option<string[]> _headers = SharedOptions.Headers();

    private readonly Option<string> _method = SharedOptions.Method();

    public Option<string?> Requests { get; } = new("--requests") { Description = "Requests, one JSON object per line", HelpName = "FILE.jsonl" };

    public Option<string?> Output { get; } = SharedOptions.Output();

    public void AddTo(Command command)
    {
        Option[] options = [_files, _from, _gateway, _method, _headers, Requests, Output];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.Arguments.Add(_url);
        command.Validators.Add(result =>
        {
            var many = result.GetValue(Requests) is not null;
            var one = Split(result.GetValue(_files), result.GetValue(_url)).Url is not null;
            var origins = (result.GetValue(_from) is null ? 0 : 1) + (result.GetValue(_gateway) is null ? 0 : 1);
            if (many == one)
            {
                result.AddError(Language.Current.Pick(
                    "Name one URL, or many requests with '--requests FILE.jsonl'.", "请给出一个 URL，或用 '--requests FILE.jsonl' 给出多个请求。"));
            }
            else if (one && origins != 1)
            {
                result.AddError(Language.Current.Pick(
                    "Say where the request comes from: '--from WORKLOAD' or '--gateway NAMESPACE/NAME'.",
                    "请说明请求从哪里发出：'--from WORKLOAD' 或 '--gateway NAMESPACE/NAME'。"));
            }
        });
    }

    /// <summary>The files, without a URL that came after them.</summary>
    public IReadOnlyList<string> Files(CommandContext context) =>
        Split(context.Arguments.GetValue(_files), context.Arguments.GetValue(_url)).Files;

    public ExplainRequest ReadRequest(CommandContext context, MeshSource source)
    {
        var arguments = context.Arguments;
        var url = Split(arguments.GetValue(_files), arguments.GetValue(_url)).Url ?? "";
        return new ExplainRequest
        {
            From = arguments.GetValue(_from) is { } workload
                ? source.FindSidecar(context, workload)
                : source.FindGateway(context, arguments.GetValue(_gateway) ?? ""),
            Method = arguments.GetRequiredValue(_method),
            Url = url.Contains("://", StringComparison.Ordinal) ? url : $"http://{url}",
            Headers = [.. SharedOptions.ParseHeaders(arguments.GetValue(_headers))],
            DestinationAddress = IPAddress.TryParse(Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : url, out var ip) ? ip : null,
        };
    }

    // '-f' takes as many words as follow it, so 'explain -f a.yaml http://reviews' would read the URL as a file.
    private static (IReadOnlyList<string> Files, string? Url) Split(string[]? files, string? url) =>
        url is null && files is [.. var others, var last] && last.Contains("://", StringComparison.Ordinal)
            ? (others, last)
            : (files ?? [], url);
}
