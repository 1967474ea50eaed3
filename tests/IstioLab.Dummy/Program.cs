using System.Globalization;
using IstioLab.Dummy;
using IstioLab.Dummy.Clusters;

return args switch
{
    ["k3d", .. var k3d] => await DummyK3d.RunAsync(new DummyState(), k3d),
    ["docker", .. var docker] => await DummyDocker.RunAsync(new DummyState(), docker),
    ["istioctl", .. var istioctl] => await DummyIstioctl.RunAsync(new DummyState(), istioctl),
    ["echo", .. var words] => Behaviours.Echo(words),
    ["env", var name] => Behaviours.ShowVariable(name),
    ["input"] => await Behaviours.UpperCaseInputAsync(),
    ["lines", var count] => Behaviours.WriteLines(int.Parse(count, CultureInfo.InvariantCulture)),
    ["fail", var code, .. var lines] => Behaviours.Fail(int.Parse(code, CultureInfo.InvariantCulture), lines),
    ["wait"] => await Behaviours.WaitForInterruptAsync(),
    ["stubborn"] => await Behaviours.IgnoreInterruptsAsync(),
    ["tree"] => await Behaviours.StartChildAsync(),
    ["session"] => Behaviours.ShowSession(),
    ["--version"] => Behaviours.Echo([AspireCommand.Version]),
    ["setup", "--install-path", var folder, ..] => AspireCommand.SetUp(folder),
    ["dashboard"] => Behaviours.Fail(5, ["the dummy is no dashboard"]),
    _ => Behaviours.Fail(2, [$"The dummy does not know '{string.Join(' ', args)}'."]),
};
