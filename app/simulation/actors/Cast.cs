using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// Everyone who means no harm: how many there are of each, where they call from and with what. Attacks choose their accounts and
/// hiding places here, but change nothing in it.
/// </summary>
internal sealed class Cast
{
    private const int LargestOffice = 150;

    private readonly ShopWorld _world;

    public Cast(ShopWorld world)
    {
        _world = world;
        Shoppers = [.. Customers()];
        Support = [.. Numbers(Math.Clamp(world.Users / 250, 3, 80)).Select(number => new SupportAgent(world, number, Shoppers)
        {
            Clients = [new Client(AddressPlan.Office(0), UserAgents.OfficeBrowsers[number % 2], ClientKind.Browser, Visitor(-1 - number))],
            Account = new Account($"agent-{21 + number}", "support"),
            Patience = 1,
        })];
        Integrations = [.. Partners()];
        Others = [.. Administrators(), .. Machines(), .. Strangers(), .. Readers(), .. Clerks(), .. Connectors(), .. Merchants()];
    }

    public IReadOnlyList<Shopper> Shoppers { get; }
    public IReadOnlyList<SupportAgent> Support { get; }
    public IReadOnlyList<Integration> Integrations { get; }
    public IReadOnlyList<SimulatedActor> Others { get; }

    public IEnumerable<SimulatedActor> All => [.. Shoppers, .. Support, .. Integrations, .. Others];

    private IEnumerable<Shopper> Customers()
    {
        var chance = Chance.Of(_world.Seed, "customers", 0);
        var carriers = Math.Clamp(_world.Users / 400, 2, 32);
        var (office, seats) = (1, 0);
        for (var number = 0; number < _world.Users; number++)
        {
            // The first tenth sits in offices of forty to a hundred and fifty people behind one address each.
            var isOffice = number < _world.Users / 10;
            if (isOffice && seats-- == 0)
                (office, seats) = (office + 1, chance.Between(40, LargestOffice));
            var isPower = !isOffice && chance.Percent(1);
            var clients = isOffice
                ? [Browser(number, AddressPlan.Office(office), UserAgents.OfficeBrowsers, chance)]
                : Devices(number, carriers, chance);
            var population = isOffice ? PopulationNames.Office
                : isPower ? PopulationNames.Power
                : clients[0].Kind == ClientKind.App ? PopulationNames.App : PopulationNames.Browser;
            yield return new Shopper(_world, population, number)
            {
                Clients = clients,
                Account = Account.Customer(number),
                Orders = _world.Orders.Claim(isPower ? chance.Between(200, 520) : chance.Skewed(0, 45)),
                TenthVisitsADay = isPower ? chance.Between(30, 60) : chance.Skewed(6, 90),
                Rhythm = isOffice || isPower ? DayRhythm.Office : DayRhythm.Customers,
                IsPowerUser = isPower,
                Patience = 2,
            };
        }
    }

    private Client[] Devices(int number, int carriers, Chance chance)
    {
        var browser = Browser(number, AddressPlan.Home(number), UserAgents.Browsers, chance);
        var lot = chance.Below(100);
        if (lot < 45)
            return [browser];
        var appAddress = chance.Percent(60) ? AddressPlan.Carrier(chance.Below(carriers)) : AddressPlan.Home(number);
        var app = new Client(appAddress, chance.Of(UserAgents.Apps), ClientKind.App, 0);
        return lot < 80 ? [app] : [app, browser];
    }

    private Client Browser(int number, string address, IReadOnlyList<UserAgent> programs, Chance chance) =>
        new(address, chance.Of(programs), ClientKind.Browser, Visitor(number));

    private IEnumerable<Integration> Partners()
    {
        var count = Math.Clamp(_world.Users / 250, 4, 60);
        for (var number = 0; number < count; number++)
        {
            var chance = Chance.Of(_world.Seed, "partners", number);
            var isNew = number == 0;
            var isExporter = number % 4 == 1;
            var account = new Account($"partner-{(isExporter ? "warehouse" : "erp")}-{number + 1}", Account.Integration);
            var population = isNew ? PopulationNames.NewPartner : isExporter ? PopulationNames.Export : PopulationNames.Sync;
            yield return new Integration(_world, population, number)
            {
                Clients = [new Client(AddressPlan.Partner(number), chance.Of(UserAgents.Integrations), ClientKind.Program, 0)],
                Account = account,
                Credential = Credential.ForIntegration(account, chance.Next()),
                Orders = _world.Orders.Claim(chance.Between(200, 900)),
                JoinsAt = isNew ? _world.Length * 55 / 100 : 0,
                IsExporter = isExporter,
                Patience = 5,
            };
        }
    }

    private IEnumerable<Administrator> Administrators() => Numbers(3).Select(number => new Administrator(_world, number)
    {
        Clients = [new Client(AddressPlan.Office(0), UserAgents.OfficeBrowsers[number % 2], ClientKind.Browser, Visitor(-500 - number))],
        Account = new Account($"admin-{1 + number}", "admin"),
        Patience = 1,
    });

    private IEnumerable<SimulatedActor> Machines() =>
    [
        new Prober(_world, 0, everySeconds: 10) { Clients = Program("10.20.0.4", UserAgents.Prober) },
        .. Numbers(3).Select(number => new Prober(_world, 1 + number, everySeconds: 60) { Clients = Bot(number, UserAgents.Uptime) }),
        .. Numbers(2).Select(number => new Crawler(_world, number) { Clients = Bot(10 + number, UserAgents.Crawlers[number]) }),
        .. Numbers(2).Select(number => new Previewer(_world, number) { Clients = Bot(20 + number, UserAgents.Previewer) }),
        .. Numbers(4).Select(number => new BrokenClient(_world, number) { Clients = Bot(30 + number, UserAgents.Widget) }),
    ];

    private IEnumerable<SimulatedActor> Strangers()
    {
        var count = (int)Math.Min(2 * _world.Length / ShopWorld.Hour, 160);
        var chance = Chance.Of(_world.Seed, "strangers", 0);
        for (var number = 0; number < count; number++)
        {
            var at = _world.Length * number / count;
            yield return new BackgroundNoise(_world, number, at) { Clients = Program(AddressPlan.Noise(number), chance.Of(UserAgents.Noise)) };
        }
    }

    private IEnumerable<NoticeReader> Readers() => Numbers(Math.Clamp(_world.Users / 60, 14, 200)).Select(number => new NoticeReader(_world, number)
    {
        Clients = [new Client(AddressPlan.Office(59), UserAgents.OfficeBrowsers[number % 2], ClientKind.Browser, Visitor(-1_000 - number))],
        Account = new Account($"reseller-{301 + number}", "reseller"),
        Patience = 1,
    });

    private IEnumerable<Clerk> Clerks()
    {
        var backlog = new WorkQueue(first: 41_000, count: 2_000);
        return Numbers(12).Select(number => new Clerk(_world, number, backlog)
        {
            Clients = [new Client(AddressPlan.Office(0), UserAgents.OfficeBrowsers[number % 2], ClientKind.Browser, Visitor(-2_000 - number))],
            Account = new Account($"clerk-{71 + number}", "returns"),
            Patience = 1,
        });
    }

    private IEnumerable<Connector> Connectors() => Numbers(10).Select(number => new Connector(_world, number, all: 10)
    {
        Clients = Program(AddressPlan.Partner(80 + number), UserAgents.Connector),
        Account = new Account($"reseller-sync-{1 + number}", Account.Integration),
        Credential = Credential.ForIntegration(new Account($"reseller-sync-{1 + number}", Account.Integration), Chance.Of(_world.Seed, "connectors", number).Next()),
        Patience = 3,
    });

    private IEnumerable<ParcelDesk> Merchants() => Numbers(12).Select(number => new ParcelDesk(_world, number)
    {
        Clients = [new Client(AddressPlan.Merchant(number), UserAgents.Browsers[number % UserAgents.Browsers.Count], ClientKind.Browser, 0)],
        Patience = 1,
    });

    private static Client[] Bot(int number, UserAgent program) => Program(AddressPlan.GoodBot(number), program);

    private static Client[] Program(string address, UserAgent program) => [new Client(address, program, ClientKind.Program, 0)];

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);

    private ulong Visitor(int number) => Chance.Mix(_world.Seed ^ 0x5EED, (ulong)number);
}
