using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Tests.Traffic;

public sealed class CurlTests
{
    [Fact]
    public void Script_repeats_curl_with_method_headers_and_quoted_texts()
    {
        var request = new TrafficRequest
        {
            Url = "http://apps-svc-all/?q='1'",
            Method = "POST",
            Headers = [KeyValuePair.Create("username", "o'neil")],
        };

        Assert.Equal(
            """command -v curl >/dev/null || exit 127; i=0; while [ $i -lt 3 ]; do curl -s -m 10 -w '\n@istiolab %{http_code} %{time_total}\n' -X 'POST' -H 'username: o'\''neil' """
                + """'http://apps-svc-all/?q='\''1'\''' || echo "@istiolab exit $?"; i=$((i+1)); done""",
            CurlScript.Write(request, 3));
    }

    [Fact]
    public void Answers_are_read_with_first_line_status_and_time()
    {
        var answers = Read("c1", "", "@istiolab 200 0.004", "", "@istiolab 404 0.001", "<html>", "<b>", "@istiolab 200 1.5");

        Assert.Equal(
            [
                new TrafficAnswer(200, TimeSpan.FromMilliseconds(4), "c1", 0),
                new TrafficAnswer(404, TimeSpan.FromMilliseconds(1), "", 0),
                new TrafficAnswer(200, TimeSpan.FromMilliseconds(1500), "<html>", 0),
            ],
            answers);
        Assert.Equal(["c1", "HTTP 404", "<html>"], answers.Select(answer => answer.Label));
    }

    [Fact]
    public void Failed_request_has_curls_exit_code()
    {
        var answers = Read("", "@istiolab 000 0.0", "@istiolab exit 7", "c2", "", "@istiolab 200 0.1", "@istiolab exit 18", "c1", "@istiolab 200 0.1");

        Assert.Equal([7, 18, 0], answers.Select(answer => answer.CurlExitCode));
        Assert.Equal(["refused", "curl: (18)", "c1"], answers.Select(answer => answer.Label));
        Assert.Equal([false, false, true], answers.Select(answer => answer.Succeeded));
    }

    private static List<TrafficAnswer> Read(params string[] lines)
    {
        List<TrafficAnswer> answers = [];
        var output = new CurlOutput(answers.Add);
        foreach (var line in lines)
        {
            output.Add(line);
        }

        output.Finish();
        return answers;
    }
}
