using Engine.App.Configuration;

namespace Engine.Tests.App.Configuration;

public sealed class SecretTests : IDisposable
{
    private const string Server = "store: {location: 'http://127.0.0.1:8123', password: ";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("key: hunter2", "e.yaml:1:6: key: ")]
    [InlineData("key: 'env:'", "e.yaml:1:6: key: ")]
    [InlineData("keys: [env:A, hunter2]", "e.yaml:1:15: keys[1]: ")]
    public void A_secret_in_the_file_is_refused_and_not_repeated(string yaml, string place)
    {
        var problem = Sample.Problem(yaml);
        Assert.Equal(place + "a secret is not written here; write file:/path/to/secret or env:NAME", problem);
    }

    [Fact]
    public void An_argument_that_holds_a_secret_is_not_repeated()
    {
        var bound = ConfigurationLoader.Bind(typeof(Sample.Options), null, ["key=hunter2", "keys=hunter3"], new Dictionary<string, string>());
        Assert.Equal(2, bound.Problems.Count);
        Assert.DoesNotContain(bound.Problems, problem => problem.ToString().Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public void Binding_reads_no_secret()
    {
        var bound = Sample.Bind("key: file:/no/such/file\nkeys: [env:A]");
        Assert.Empty(bound.Problems);
        Assert.Equal("file:/no/such/file", ((Sample.Options)bound.Options).Key);
    }

    [Fact]
    public void Secrets_take_the_place_of_their_references()
    {
        File.WriteAllText(_file, "from file\n");
        var bound = Sample.Bind($"key: file:{_file}\nkeys: [env:A, env:B]\nsalt: env:A");
        foreach (var secret in bound.Secrets) secret.Put(secret.Reference.Read(new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" }));
        var options = (Sample.Options)bound.Options;
        Assert.Equal("from file", options.Key);
        Assert.Equal(["1", "2"], options.Keys);
        Assert.Equal("1"u8.ToArray(), options.Salt);
    }

    [Fact]
    public void The_rules_on_a_secret_are_about_the_secret_and_not_its_reference()
    {
        var bound = Sample.Bind("salt: env:A_NAME_OF_MORE_THAN_SIXTEEN_BYTES");
        Assert.Empty(bound.Problems);
        var secret = Assert.Single(bound.Secrets);
        secret.Put("short");
        Assert.Empty(secret.Check());
        secret.Put("longer than sixteen bytes");
        Assert.Equal("is longer than 16 bytes", Assert.Single(secret.Check()));
    }

    [Fact]
    public void The_engine_starts_with_the_secret_and_validates_with_the_reference()
    {
        var loaded = Load(Server + "'env:PASSWORD'}", ("PASSWORD", "s3cret"));
        Assert.Equal("env:PASSWORD", loaded.Options.Store.Password);
        Assert.Equal("s3cret", loaded.OptionsWithSecrets().Store.Password);
    }

    [Fact]
    public void A_secret_that_is_not_there_is_a_problem_with_its_line()
    {
        var missing = Load(Server + "'env:PASSWORD'}");
        Assert.True(missing.IsValid);
        var failure = Assert.Throws<ConfigurationError>(missing.OptionsWithSecrets);
        Assert.Equal($"{_file}:1:54: store.password: environment variable PASSWORD is not set or empty", Assert.Single(failure.Problems).ToString());
        Assert.Throws<ConfigurationError>(Load(Server + "'file:/no/such/file'}").OptionsWithSecrets);
    }

    private LoadedConfiguration Load(string yaml, params (string Name, string Value)[] environment)
    {
        File.WriteAllText(_file, yaml);
        return ConfigurationLoader.Load(_file, [], environment.ToDictionary(variable => variable.Name, variable => variable.Value));
    }
}
